import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type AtAccount, openAccount } from "../support/account-page.ts";
import { newAdmin } from "../support/admin.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { isAlive, openSession, signIn } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

/** The devices of a page: the id that each button sends, and whether it is this one. */
const devicesOn = (text: string): { id: string; isThis: boolean }[] =>
  text
    .split("<li>")
    .slice(1)
    .map((item) => ({
      id: /name="id"\s+value="([^"]+)"/.exec(item)?.[1] ?? "",
      isThis: item.includes("This device"),
    }));
const ownId = async ({ read }: AtAccount): Promise<string> =>
  devicesOn((await read()).text).find(({ isThis }) => isThis)?.id ?? "";

describe("devices", () => {
  test("are listed with their names, where they were used last and when, and this one says so", async ({
    expect,
  }) => {
    const at = await openAccount(service);
    const { person, client, read } = at;
    await openSession(service, person);
    const { text } = await read();
    const [devices, own] = [devicesOn(text), await ownId(at)];
    expect(devices).toHaveLength(2);
    expect(devices.filter(({ isThis }) => isThis)).toEqual([{ id: own, isThis: true }]);
    expect(text).toMatch(
      /Last used <time datetime="\d{4}-[^"]+Z">\d+ \w+ \d{4}, \d\d:\d\d UTC<\/time>, from <bdi dir="ltr">198\./,
    );
    // Each button tells which device it is about.
    for (const [i] of devices.entries())
      expect(text).toContain(`aria-labelledby="sign-out-${i} device-${i}"`);
    const german = await (await client.get("/account", { "accept-language": "de" })).text();
    expect(german).toContain("Dieses Gerät");
    const arabic = await (await client.get("/account", { "accept-language": "ar" })).text();
    expect(arabic).toMatch(/<time [^>]+>[^<]*\d{4}[^<]*<\/time>/);
    expect(arabic).not.toMatch(/[٠-٩]/);
  });

  test("are signed out one by one: the other browser is led to the sign-in", async ({ expect }) => {
    const here = await openAccount(service);
    const other = await openAccount(service, here.person);
    const said = await here.send("/account/devices", { id: await ownId(other) });
    expect([said.status, said.location]).toEqual([303, "/account?done=device-signed-out#devices"]);
    expect((await here.follow(said)).line).toBe("The device was signed out.");
    const late = await other.send("/account/profile", { username: "late", locale: "de" });
    expect([late.status, late.location]).toEqual([
      303,
      "/login?next=account&done=signed-out-meanwhile",
    ]);
    expect((await other.follow(late)).line).toBe("Please sign in again.");
    expect(other.client.cookies.has("__Host-latchkey-session")).toBe(false);
    expect((await here.read()).text).toContain('name="username"');
    const again = await here.send("/account/devices", { id: randomUUID() });
    expect([again.status, again.line]).toEqual([404, "This device is signed out already."]);
  });

  test("are signed out all but this one", async ({ expect }) => {
    const here = await openAccount(service);
    const [other, tokens] = [
      await openAccount(service, here.person),
      await openSession(service, here.person),
    ];
    expect((await here.read()).text).toContain("Sign out all other devices");
    const said = await here.send("/account/devices/others");
    expect([said.status, said.location]).toEqual([303, "/account?done=others-signed-out#devices"]);
    const { line, text } = await here.follow(said);
    expect(line).toBe("All other devices were signed out.");
    expect(devicesOn(text)).toHaveLength(1);
    // With nothing left to sign out there is no such button.
    expect(text).not.toContain("/account/devices/others");
    expect((await other.read()).status).toBe(303);
    expect(await isAlive(service, tokens)).toBe(false);
  });

  test("this one signs out like any other, and its cookie is taken", async ({ expect }) => {
    const at = await openAccount(service);
    const said = await at.send("/account/devices", { id: await ownId(at) });
    expect([said.status, said.location]).toEqual([303, "/login?done=signed-out"]);
    expect([...at.client.cookies.keys()]).toEqual(["__Host-latchkey-device"]);
    expect((await at.follow(said)).line).toBe("You are signed out.");
  });

  test("of others are none of one's own; and what is no id is refused", async ({ expect }) => {
    const [ada, eve] = [await openAccount(service), await openAccount(service)];
    const foreign = await eve.send("/account/devices", { id: await ownId(ada) });
    expect(foreign.status).toBe(404);
    for (const id of ["", "1", "current", `${randomUUID()}x`, "'; drop table sessions; --"]) {
      const said = await eve.send("/account/devices", { id });
      expect([said.status, said.line]).toEqual([422, "Please check what you entered."]);
    }
    expect((await ada.read()).status).toBe(200);
  });

  test("of two browsers that end each other at once, at most one is left", async ({ expect }) => {
    const one = await openAccount(service);
    const two = await openAccount(service, one.person);
    const [first, second] = [await ownId(one), await ownId(two)];
    const said = await Promise.all([
      one.send("/account/devices", { id: second }),
      two.send("/account/devices", { id: first }),
    ]);
    for (const { status } of said) expect(status).toBe(303);
    const left = [await one.read(), await two.read()].filter(({ status }) => status === 200);
    expect(left.length).toBeLessThan(2);
  });
});

describe("deletion", () => {
  const PATH = "/account/deletion";

  test("takes the account, all its sessions and this browser's cookies, and says so", async ({
    expect,
  }) => {
    const at = await openAccount(service);
    const other = await openAccount(service, at.person);
    const fields = { confirmed: "yes", deletion_password: at.person.password };
    const said = await at.send(PATH, fields);
    expect([said.status, said.location]).toEqual([303, "/login?done=deleted"]);
    expect([...at.client.cookies]).toEqual([]);
    expect((await at.follow(said)).line).toBe("Your account was deleted.");
    expect((await other.read()).location).toBe("/login?next=account");
    expect((await signIn(service, at.person)).status).toBe(401);
    expect(
      await query(service, "select from users where email = $1", at.person.email),
    ).toHaveLength(0);
  });

  test("wants a tick and the password; without them nothing is deleted", async ({ expect }) => {
    const { person, send, read } = await openAccount(service);
    const { password } = person;
    const cases = [
      [{ deletion_password: password }, 422, { confirmed: expect.stringContaining("tick") }],
      [
        { confirmed: "no", deletion_password: password },
        422,
        { confirmed: expect.stringContaining("tick") },
      ],
      [
        { confirmed: "yes", deletion_password: "x" },
        403,
        { deletion_password: "The current password is wrong." },
      ],
      [{ confirmed: "yes" }, 403, { deletion_password: "The current password is wrong." }],
    ] as const;
    for (const [fields, status, errors] of cases) {
      const said = await send(PATH, fields);
      expect([said.status, said.errors]).toEqual([status, errors]);
      // A tick that was made stays.
      expect(/value="yes"\s+required\s+checked/.test(said.text)).toBe(
        "confirmed" in fields && fields.confirmed === "yes",
      );
    }
    expect((await read()).status).toBe(200);
  });

  test("of the last administrator is refused in words", async ({ expect }) => {
    await using alone = await startService();
    const { person } = await newAdmin(alone);
    const { send, read } = await openAccount(alone, person);
    const fields = { confirmed: "yes", deletion_password: person.password };
    const said = await send(PATH, fields);
    expect([said.status, said.line]).toEqual([
      409,
      "You are the only administrator. Make somebody else an administrator first.",
    ]);
    expect((await read()).status).toBe(200);
    await newAdmin(alone);
    expect((await send(PATH, fields)).location).toBe("/login?done=deleted");
  });

  test("by many forms at once is one", async ({ expect }) => {
    const { person, send } = await openAccount(service);
    const fields = { confirmed: "yes", deletion_password: person.password };
    const said = await Promise.all(Array.from({ length: 5 }, () => send(PATH, fields)));
    expect(said.filter(({ location }) => location === "/login?done=deleted")).toHaveLength(1);
    for (const { status } of said) expect(status).toBe(303);
  });
});
