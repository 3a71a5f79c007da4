import { once } from "node:events";
import { type Server, createServer, request as sendRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { randomUUID } from "node:crypto";
import type { Browser, Locator } from "playwright-core";
import { findFreePort } from "../../src/dev/free-port.ts";
import { type BrowserPage, newBrowserPage } from "./browser-page.ts";
import { type Person, activate, newPerson, register } from "./client.ts";
import type { LinkPageOptions } from "./link-page.ts";
import { createDatabase } from "./database.ts";
import { codeIn } from "./email-api.ts";
import {
  type MailMock,
  type RunningProcess,
  type Runtime,
  startMailMock,
  startServiceProcess,
} from "./processes.ts";
import { randomAddress } from "./random-address.ts";
import type { TestService } from "./service.ts";

type Requester = Pick<TestService, "request">;

/** Instances of one service whose pages a browser can use over http. */
export type WelcomeServices = AsyncDisposable & {
  /** Takes the mails of all of them. */
  mock: MailMock;
  /** Starts an instance, on a free port unless it is given. */
  start(port?: number): Promise<Instance>;
};
export type Instance = RunningProcess &
  Requester & {
    port: number;
    /** Registers and activates somebody. */
    arrive(person?: Person): Promise<Person>;
  };

export async function prepareServices(
  runtime: Runtime,
  environment: Record<string, string> = {},
): Promise<WelcomeServices> {
  const mock = await startMailMock();
  const shared = {
    DATABASE_URL: await createDatabase(),
    EMAIL_API_URL: mock.url,
    EMAIL_API_KEY: "email-mock-key",
    SECRET_KEY: randomUUID() + randomUUID(),
    TRUSTED_PROXIES: "1",
    COOKIES: "plain",
    LIVE_EMAIL: "full",
    ...environment,
  };
  const started: RunningProcess[] = [];
  return {
    mock,
    async start(given) {
      const port = given ?? (await findFreePort());
      const service = await startServiceProcess(runtime, {
        ...shared,
        PORT: String(port),
        PUBLIC_URL: `http://127.0.0.1:${port}`,
      });
      started.push(service);
      const request: Requester["request"] = (path, { from = randomAddress(), ...init } = {}) => {
        const headers = new Headers(init.headers);
        headers.set("x-forwarded-for", from);
        return fetch(service.url + path, { ...init, headers });
      };
      return {
        ...service,
        port,
        request,
        async arrive(person = newPerson()) {
          await register({ request }, person);
          const code = codeIn(await mock.mailTo(person.email));
          const answer = await activate({ request }, person, code);
          if (!answer.ok) throw new Error(await answer.text());
          return person;
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(started.map((each) => each[Symbol.asyncDispose]()));
      await mock[Symbol.asyncDispose]();
    },
  };
}

export type WelcomePage = BrowserPage & {
  /** Resolves when the line above the list tells of this standing. */
  stands(kind: "connecting" | "live" | "lost" | "signedOut"): Promise<void>;
  /** The addresses in the list, from its top. */
  shown(): Promise<string[]>;
  item(email: string): Locator;
};

/** The page in a browser of its own, in which somebody signed in by the form. */
export async function openWelcome(
  browser: Browser,
  url: string,
  { email, password }: Person,
  options: LinkPageOptions = {},
): Promise<WelcomePage> {
  const { prepare, ...contextOptions } = options;
  const opened = await newBrowserPage(browser, contextOptions);
  const { page } = opened;
  await prepare?.(page);
  await page.goto(`${url}/login`);
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(password);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/welcome");
  return {
    ...opened,
    stands: (kind) => page.locator(`.standing[data-kind="${kind}"]`).waitFor(),
    shown: () => page.locator(".newcomers bdi").allTextContents(),
    item: (address) => page.locator(".newcomers li").filter({ hasText: address }),
  };
}

export type OldProxy = AsyncDisposable & {
  url: string;
  passTo(url: string): void;
  /** Ends what is open. */
  cut(): void;
};

/** A proxy as some offices have them: it passes every request on, and no WebSocket. */
export async function startOldProxy(): Promise<OldProxy> {
  let target = "";
  const server: Server = createServer((asked, answer) => {
    const { method, headers } = asked;
    const passed = sendRequest(`${target}${asked.url}`, { method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      answer.flushHeaders();
      response.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    answer.on("close", () => passed.destroy());
    asked.pipe(passed);
  }).on("upgrade", (_, socket) => socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passTo(url) {
      target = url;
    },
    cut: () => server.closeAllConnections(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
