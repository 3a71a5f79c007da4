import { vi } from "vitest";
import { json } from "../support/answer.ts";
import { createDatabase } from "../support/database.ts";
import { newWebhookSecret } from "../support/webhooks.ts";
import { CLIENTS } from "../support/oauth.ts";
import {
  type MailMock,
  type RunningProcess,
  type Runtime,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";
import { randomAddress } from "../support/random-address.ts";
import type { TestService } from "../support/service.ts";
import { LISTENING_ORIGIN } from "./odd-fields.ts";

/** A real process on real stores, with all that can be switched on, whose every client has a network of his own. */
export type FuzzedService = RunningProcess & {
  mock: MailMock;
  request: TestService["request"];
  /** The first mail to an address with a text in it, awaited. */
  mailWith(address: string, text: string): Promise<string>;
  databaseUrl: string;
  opsPassword: string;
  /** Of the provider's webhooks. */
  webhookSecret: string;
};

export async function startFuzzedService(runtime: Runtime): Promise<FuzzedService> {
  const mock = await startMailMock();
  const databaseUrl = await createDatabase();
  const opsPassword = "operators-of-the-fuzzed";
  const webhookSecret = newWebhookSecret();
  const running = await startServiceProcess(runtime, {
    DATABASE_URL: databaseUrl,
    EMAIL_API_URL: mock.url,
    EMAIL_API_WEBHOOK_SECRET: webhookSecret,
    OPS_PASSWORD: opsPassword,
    OAUTH_CLIENTS: CLIENTS,
    OAUTH_PASSWORD_GRANT: "on",
    PROOF_AUDIENCES: "shop",
    PROOF_KEYS: "shop:tR5yU8iO1pA4sD7fG0hJ3kL6zX9cV2bN",
    WEBHOOK_URL: `${mock.url}/nothing-here`,
    WEBHOOK_SECRETS: newWebhookSecret(),
    CORS_ORIGINS: LISTENING_ORIGIN,
    TRUSTED_PROXIES: "1",
    // A crowded machine is no fault of an answer.
    HASH_WAIT_MAX_MS: "10000",
  });
  const { url } = running;
  return {
    ...running,
    mock,
    databaseUrl,
    opsPassword,
    webhookSecret,
    request(path, { from = randomAddress(), ...init } = {}) {
      const headers = new Headers(init.headers);
      headers.set("x-forwarded-for", from);
      return fetch(url + path, { ...init, headers });
    },
    async mailWith(address, text) {
      const found = async (): Promise<string | undefined> => {
        const mails = await json(fetch(`${mock.url}/inbox?to=${encodeURIComponent(address)}`));
        return (mails as { text: string }[]).find((each) => each.text.includes(text))?.text;
      };
      return vi.waitUntil(found, { timeout: 30_000, interval: 20 });
    },
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      await mock[Symbol.asyncDispose]();
    },
  };
}
