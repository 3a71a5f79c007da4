import type { Browser, BrowserContextOptions } from "playwright-core";
import { json } from "./answer.ts";
import { createDatabase } from "./database.ts";
import { operator } from "./operator.ts";
import { type OpenPage, openPage } from "./ops-page.ts";
import { type MailMock, type Runtime, startMailMock, startServiceProcess } from "./processes.ts";
import { randomAddress } from "./random-address.ts";
import { OPS_PASSWORD, type TestService } from "./service.ts";

export type OpsService = Pick<TestService, "request"> & {
  url: string;
  /** Everything it logged so far. */
  lines: string[];
  mock: MailMock;
  databaseUrl: string;
  /** Another operator than the one at the page. */
  ops: ReturnType<typeof operator>;
  settingsOf(name: string): Promise<unknown>;
  /** Changes a limit as that other operator. Throws when it is refused. */
  change(name: string, change: Record<string, unknown>): Promise<void>;
  /** The operators' page of this service, its password given. */
  open(browser: Browser, options?: BrowserContextOptions): Promise<OpenPage>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A real service with operators, behind a proxy as it believes, so that every client has an address of its own. */
export async function startOpsService(
  runtime: Runtime,
  environment: Record<string, string> = {},
): Promise<OpsService> {
  const mock = await startMailMock();
  const databaseUrl = await createDatabase();
  const service = await startServiceProcess(runtime, {
    DATABASE_URL: databaseUrl,
    EMAIL_API_URL: mock.url,
    EMAIL_API_KEY: "email-mock-key",
    TRUSTED_PROXIES: "1",
    OPS_PASSWORD,
    ...environment,
  });
  const request: OpsService["request"] = (path, { from = randomAddress(), ...init } = {}) => {
    const headers = new Headers(init.headers);
    headers.set("x-forwarded-for", from);
    return fetch(service.url + path, { ...init, headers });
  };
  const ops = operator({ request });
  return {
    url: service.url,
    lines: service.lines,
    request,
    mock,
    databaseUrl,
    ops,
    settingsOf: async (name) => (await json(ops.get(`/ops/limits/${name}`))).settings,
    async change(name, change) {
      const path = `/ops/limits/${name}`;
      const version = (await ops.get(path)).headers.get("etag") ?? "";
      const answer = await ops.put(path, { reason: "elsewhere", ...change }, version);
      if (!answer.ok) throw new Error(await answer.text());
    },
    open: (browser, options = {}) =>
      openPage(browser, service.url, {
        httpCredentials: { username: "ops", password: OPS_PASSWORD },
        extraHTTPHeaders: { "x-forwarded-for": randomAddress() },
        ...options,
      }),
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await mock[Symbol.asyncDispose]();
    },
  };
}
