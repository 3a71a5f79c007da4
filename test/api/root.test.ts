import { describe, test } from "vitest";
import { createApps } from "../../src/app.ts";
import { json } from "../support/answer.ts";
import { startService } from "../support/service.ts";

describe("the root", () => {
  test("tells what this is and where to go on, and all of that is there", async ({ expect }) => {
    await using service = await startService({
      PUBLIC_URL: "https://id.shop.test/base/",
      PRODUCT_NAME: "Shop",
    });
    const answer = await service.request("/");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const { name, status, ...places } = await json(answer);
    expect({ name, status }).toEqual({ name: "Shop", status: "ok" });
    expect(Object.keys(places)).toEqual(["docs", "openapi", "health"]);
    for (const place of Object.values(places)) {
      const path = String(place).replace("https://id.shop.test/base/", "/");
      expect((await service.request(path)).status, path).toBe(200);
    }
  });

  test("knows no other method, and asks for no password", async ({ expect }) => {
    await using service = await startService();
    expect((await service.request("/", { method: "HEAD" })).status).toBe(200);
    const posted = await service.request("/", { method: "POST" });
    expect(posted.status).toBe(405);
    expect(posted.headers.get("allow")).toBe("GET, HEAD");
  });

  test("is on the operators' port too, and tells when the process shuts down", async ({
    expect,
  }) => {
    await using service = await startService({ OPS_PORT: "0" });
    const draining = new AbortController();
    const { app, opsApp } = createApps({ ...service.resources, draining: draining.signal });
    const bindings = { peerAddress: "198.51.100.1", hostCount: 1 };
    for (const status of ["ok", "draining"]) {
      for (const surface of [app, opsApp])
        expect(await json(surface?.request("/", {}, bindings) as Promise<Response>)).toMatchObject({
          status,
          docs: expect.stringMatching(/\/docs$/),
        });
      draining.abort();
    }
  });
});
