import { type OpenPage, type } from "./ops-page.ts";

/** Where the page shows them. */
export const panelOf = ({ page }: OpenPage) => page.locator("#dead-letters");

/** Presses a button of the dead letters and gives a reason, by keyboard. */
export async function act(open: OpenPage, button: string, reason: string): Promise<void> {
  await open.tabTo(panelOf(open).getByRole("button", { name: button }));
  await open.page.keyboard.press("Enter");
  await type(open, open.page.getByRole("dialog").getByLabel("Reason"), reason);
  await open.page.keyboard.press("Enter");
}

/** Ticks the box of the first dead letter, by keyboard. */
export async function chooseFirst(open: OpenPage): Promise<void> {
  const box = panelOf(open).getByRole("listitem").first().getByRole("checkbox");
  await box.waitFor();
  // From the top of the page, Tab would pass all limits.
  await panelOf(open).locator(".all").focus();
  await open.tabTo(box);
  await open.page.keyboard.press("Space");
}
