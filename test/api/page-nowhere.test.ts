import { afterAll, beforeAll, describe, test } from "vitest";
import { openAccount } from "../support/account-page.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

/** What browsers say when they open an address. */
const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
/** What clients of the API say. */
const CLIENTS = [undefined, "*/*", "application/json", "application/json, text/html;q=0.5"];

const ask = (path: string, accept: string | undefined, method = "GET"): Promise<Response> =>
  service.request(path, { method, headers: accept === undefined ? {} : { accept } });

describe("what is not there", () => {
  test("is a page in the reader's language for a browser, and a problem for all else", async ({
    expect,
  }) => {
    for (const path of ["/logn", "/login/", "/account/nothing", "/pages"]) {
      const headers = { accept: BROWSER, "accept-language": "de" };
      const page = await service.request(path, { headers });
      expect([path, page.status]).toEqual([path, 404]);
      expect(page.headers.get("content-type")).toContain("text/html");
      expect(await page.text()).toContain("Diese Seite gibt es nicht.");
      for (const accept of CLIENTS) {
        const answer = await ask(path, accept);
        expect([path, accept, answer.status]).toEqual([path, accept, 404]);
        expect(answer.headers.get("content-type")).toBe("application/problem+json");
      }
    }
  });

  test("is told with the methods that there are", async ({ expect }) => {
    for (const accept of [BROWSER, ...CLIENTS]) {
      const answer = await ask("/auth/activate", accept);
      expect(answer.status).toBe(405);
      expect(answer.headers.get("allow")).toBe("POST");
      const type = accept === BROWSER ? "text/html" : "application/problem+json";
      expect(answer.headers.get("content-type")).toContain(type);
    }
  });
});

describe("where only forms are sent to", () => {
  test("leads whoever asks for it to its page, and does nothing", async ({ expect }) => {
    const { client } = await openAccount(service);
    const leadOf = async (path: string): Promise<string | null> =>
      (await client.get(path, { accept: BROWSER })).headers.get("location");
    expect(await leadOf("/logout")).toBe("/welcome");
    expect(await leadOf("/activate/resend")).toBe("/activate");
    expect(await leadOf("/account/email/confirm")).toBe("/account#email");
    expect((await client.get("/welcome")).status).toBe(200);
  });
});
