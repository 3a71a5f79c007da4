import { randomUUID } from "node:crypto";
import { deriveKeys, pseudonym } from "../../src/keys.ts";
import { type Person, activate, newPerson, register } from "./client.ts";
import { createDatabase, queryDatabase } from "./database.ts";
import { codeIn } from "./email-api.ts";
import { type WebSocketClient, askForTicket, liveUrl, openWebSocket } from "./live.ts";
import {
  type MailMock,
  type RunningProcess,
  type Runtime,
  clientOf,
  startServiceProcess,
} from "./processes.ts";
import type { TestService } from "./service.ts";
import { type Tokens, openSession } from "./session.ts";

/** The origin of a page that may listen, besides the service's own. */
export const LIVE_ORIGIN = "https://shop.test";

/** A real service process whose pages listen, and what its instances have in common. */
export type LiveService = RunningProcess & {
  request: TestService["request"];
  databaseUrl: string;
  /** Starts another instance of it. */
  startAnother(more?: Record<string, string>): Promise<LiveService>;
  /** Where Redis keeps what is told. */
  streamKey: string;
  /** Somebody registers and activates. */
  arrive(): Promise<Person>;
  /** Somebody who is signed in, and his tokens. Of one who is new nobody is told. */
  signIn(person?: Person): Promise<{ person: Person; tokens: Tokens }>;
  /** Opens a WebSocket by a ticket of the tokens. */
  listen(
    tokens: Pick<Tokens, "access_token">,
    query?: Record<string, string>,
  ): Promise<WebSocketClient>;
};

export async function startLiveService(
  runtime: Runtime,
  mock: MailMock,
  environment: Record<string, string> = {},
): Promise<LiveService> {
  const SECRET_KEY = randomUUID() + randomUUID();
  const DATABASE_URL = await createDatabase();
  const service = pseudonym(deriveKeys(SECRET_KEY).address, "service");
  const start = async (more: Record<string, string> = {}): Promise<LiveService> => {
    const running = await startServiceProcess(runtime, {
      DATABASE_URL,
      SECRET_KEY,
      EMAIL_API_URL: mock.url,
      CORS_ORIGINS: LIVE_ORIGIN,
      LIMITS: "off",
      OPS_PASSWORD: "operators-of-a-test",
      ...environment,
      ...more,
    });
    const client = clientOf(running);
    const arrive = async (): Promise<Person> => {
      const person = newPerson();
      await register(client, person);
      const { status } = await activate(client, person, codeIn(await mock.mailTo(person.email)));
      if (status !== 200) throw new Error(`an activation answered ${status}`);
      return person;
    };
    // Activated by no request: its notice would come to pages that are opened afterwards, or would not.
    const appear = async (): Promise<Person> => {
      const person = newPerson();
      await register(client, person);
      const active = "status = 'active', activated_at = now()";
      await queryDatabase(
        DATABASE_URL,
        `update users set ${active} where email = '${person.email}'`,
      );
      return person;
    };
    return {
      ...running,
      ...client,
      databaseUrl: DATABASE_URL,
      startAnother: start,
      streamKey: `live:{${service}}`,
      arrive,
      async signIn(given) {
        const person = given ?? (await appear());
        return { person, tokens: await openSession(client, person) };
      },
      async listen(tokens, query = {}) {
        const ticket = await askForTicket(client, tokens);
        return openWebSocket(liveUrl(running, { ticket, ...query }), { origin: LIVE_ORIGIN });
      },
    };
  };
  return start();
}

/** One reading of the operators' metrics: the sum of all lines of a name whose labels have these. */
export async function readMetric(
  { request }: Pick<LiveService, "request">,
  name: string,
  ...labels: string[]
): Promise<number> {
  const authorization = `Basic ${Buffer.from("ops:operators-of-a-test").toString("base64")}`;
  const text = await (await request("/metrics", { headers: { authorization } })).text();
  return text
    .split("\n")
    .filter((line) => line.startsWith(name) && labels.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}
