/**
 * The address of one of our pages, from PUBLIC_URL alone, with what the page needs behind the #: no server sees it, and no
 * log or Referer has it.
 */
export const pageLink = (
  publicUrl: string,
  page: "activate" | "reset" | "undo-email-change",
  fields: Record<string, string>,
): string => `${publicUrl.replace(/\/+$/, "")}/${page}#${new URLSearchParams(fields)}`;
