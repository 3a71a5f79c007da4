import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { openInboxPage } from "../support/inbox-page.ts";
import { newMail, send, special } from "../support/mail-mock.ts";
import { type MailMock, startMailMock } from "../support/processes.ts";
import { type Receiver, openReceiver } from "../support/webhook-receiver.ts";

let browser: Browser;
let mock: MailMock;
let receiver: Receiver;
beforeAll(async () => {
  browser = await launchBrowser();
  receiver = await openReceiver(204);
  mock = await startMailMock("node", {
    WEBHOOK_URL: receiver.url,
    WEBHOOK_SECRET: Buffer.from(randomUUID()).toString("base64"),
  });
});
afterAll(async () => {
  await mock[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
  await browser.close();
});

afterEach(async () => {
  await fetch(`${mock.url}/inbox`, { method: "DELETE" });
});

describe("a message", () => {
  test("is shown as HTML without its scripts, its network and its way out", async ({ expect }) => {
    await using open = await openInboxPage(browser, mock.url);
    await using stranger = await openReceiver(200);
    const outside = stranger.url;
    const { page, complaints } = open;
    const html = `<body><h1 id="here" style="color: rgb(1, 2, 3)">4821</h1>
      <script>top.document.title = "owned"; document.body.textContent = "owned"</script>
      <img src="${outside}?img" onerror="document.body.textContent='owned'">
      <link rel="stylesheet" href="${outside}?css"><iframe src="${outside}?frame"></iframe>
      <style>h1 { background: url(${outside}?background) }</style>
      <meta http-equiv="refresh" content="0; url=${outside}?refresh">
      <a target="_top" href="${outside}?link">out</a></body>`;
    await send(mock.url, newMail({ html, text: "no code\n<b>bold</b>" }));
    await page.getByText("no code\n<b>bold</b>").waitFor();
    await page.getByRole("button", { name: "HTML" }).click();
    const frame = page.frameLocator("iframe");
    const heading = frame.locator("#here");
    await heading.waitFor();
    // The control: its own styles do work.
    expect(await heading.evaluate(colorOf)).toBe("rgb(1, 2, 3)");
    await frame.getByText("out").click();
    await expect.poll(() => complaints.join("\n")).toContain("Blocked script execution");
    await expect.poll(() => complaints.join("\n")).toMatch(/allow-top-navigation/);
    expect(await page.title()).toBe("Inbox");
    expect(await heading.textContent()).toBe("4821");
    expect(stranger.calls).toEqual([]);
    await fetch(outside);
    expect(stranger.calls).toHaveLength(1);
    await page.getByRole("button", { name: "Text" }).click();
    expect(await page.locator("iframe").isVisible()).toBe(false);
  });

  test("has its links to follow, and nothing else is one; its code is what stands alone on a line", async ({
    expect,
  }) => {
    await using open = await openInboxPage(browser, mock.url);
    const { page, complaints } = open;
    const link = "http://127.0.0.1:1/reset#token=12345678-<b>";
    await send(mock.url, newMail({ text: `Hello 2026\njavascript:alert(1)\n${link}\nBye` }));
    await page.getByText("Hello 2026").waitFor();
    const links = page.locator("#mails a");
    const hrefs = await links.evaluateAll((all) => all.map((each) => each.getAttribute("href")));
    expect(hrefs).toEqual([link, link]);
    expect(await links.allTextContents()).toEqual(["Open its link", link]);
    for (const name of ["rel", "target"])
      expect(await links.first().getAttribute(name)).toMatch(/^(noreferrer|_blank)$/);
    expect(await page.locator(".code-line").isVisible()).toBe(false);
    await send(mock.url, newMail({ text: `Code of 2026:\n\n0420\n\n${link}` }));
    const code = (): Promise<string | null> => page.locator(".code").first().textContent();
    await expect.poll(code).toBe("0420");
    await send(mock.url, newMail({ text: "Code:\n\n042013370420\n\n@id.shop.test #042013370420" }));
    await expect.poll(code).toBe("042013370420");
    expect(complaints).toEqual([]);
  });

  test("is reported by its buttons, and a bounce by its address", async ({ expect }) => {
    await using open = await openInboxPage(browser, mock.url);
    const { page, complaints } = open;
    const mail = newMail({ text: "no code" });
    await send(mock.url, mail);
    await page.getByRole("button", { name: `Report bounce of the mail to ${mail.to}` }).click();
    await page.getByText("Bounce: reported, answered 204").waitFor();
    await page.getByRole("button", { name: "Report complaint" }).click();
    await page.getByText("Complaint: reported, answered 204").waitFor();
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByText("No mail yet").waitFor();
    await send(mock.url, newMail({ to: special("bounce") }));
    await page.getByText("Bounce: reported, answered 204").waitFor();
    expect(complaints).toEqual([]);
  });
});

type Styled = {
  ownerDocument: { defaultView: { getComputedStyle(element: Styled): { color: string } } };
};

/** In the browser. */
function colorOf(element: Styled): string {
  return element.ownerDocument.defaultView.getComputedStyle(element).color;
}
