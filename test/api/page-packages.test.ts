import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, test } from "vitest";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
let paths: string[];
beforeAll(async () => {
  service = await startService();
  const page = await (await service.request("/reset")).text();
  const release = /\/pages\/([\w-]+)\/reset\.js/.exec(page)?.[1];
  const facts = await (await service.request(`/pages/${release}/meter-facts.js`)).text();
  paths = [...facts.matchAll(/"\.\.(\/packages\/[^"]+)"/g)].map(([, path]) => `/pages${path}`);
});
afterAll(() => service[Symbol.asyncDispose]());

test("the estimator's packages are served by their version, for ever, compressed for who takes it", async ({
  expect,
}) => {
  expect(paths).toEqual([
    expect.stringMatching(/^\/pages\/packages\/core-\d+\.\d+\.\d+\.js$/),
    expect.stringMatching(/^\/pages\/packages\/language-common-\d+\.\d+\.\d+\.js$/),
  ]);
  for (const path of paths) {
    const get = (encoding: string): Promise<Response> =>
      service.request(path, { headers: { "accept-encoding": encoding } });
    const zipped = await get("br, gzip;q=0.5");
    expect(zipped.headers.get("content-encoding")).toBe("gzip");
    expect(zipped.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(zipped.headers.get("vary")).toBe("Accept-Encoding");
    expect(zipped.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    const body = Buffer.from(await zipped.arrayBuffer());
    expect(body.length).toBeLessThan(230_000);
    const text = gunzipSync(body).toString();
    for (const encoding of ["identity", "gzip;q=0", "br"]) {
      const plain = await get(encoding);
      expect(plain.headers.has("content-encoding")).toBe(false);
      expect(await plain.text()).toBe(text);
    }
  }
});

test("nothing else of a package is served", async ({ expect }) => {
  for (const path of ["core.js", "core-0.0.1.js", "..%2f..%2fpackage.json", "language-common", ""])
    expect((await service.request(`/pages/packages/${path}`)).status).toBe(404);
});

test("a script that runs beside its page may load our own scripts, and nothing else", async ({
  expect,
}) => {
  const worker = await service.request("/pages/any/meter-worker.js");
  expect(worker.headers.get("content-security-policy")).toBe(
    "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
  );
});
