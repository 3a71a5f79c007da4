import { type OpenPage, type } from "./ops-page.ts";

type Panel = "#dead-letters" | "#dead-events";

/** Where the page shows them, or the events. */
export const panelOf = ({ page }: OpenPage, panel: Panel = "#dead-letters") => page.locator(panel);

/** Presses a button of the dead letters and gives a reason, by keyboard. */
export async function act(
  open: OpenPage,
  button: string,
  reason: string,
  panel?: Panel,
): Promise<void> {
  await open.tabTo(panelOf(open, panel).getByRole("button", { name: button }));
  await open.page.keyboard.press("Enter");
  await type(open, open.page.getByRole("dialog").getByLabel("Reason"), reason);
  await open.page.keyboard.press("Enter");
}

/** Ticks the box of the first dead letter, by keyboard. */
export async function chooseFirst(open: OpenPage, panel?: Panel): Promise<void> {
  const box = panelOf(open, panel).getByRole("listitem").first().getByRole("checkbox");
  await box.waitFor();
  // From the top of the page, Tab would pass all limits.
  await panelOf(open, panel).locator(".all").focus();
  await open.tabTo(box);
  await open.page.keyboard.press("Space");
}
