import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import { type OwnPostgres, startOwnPostgres } from "../support/own-postgres.ts";
import { type OwnRedis, startOwnRedis } from "../support/own-redis.ts";
import { stats } from "../support/mail-mock.ts";
import { type MailMock, type Runtime, startMailMock } from "../support/processes.ts";
import { type Random, createRandom } from "../support/random.ts";
import { type Client, createClient } from "./client.ts";
import { type FaultProxy, openFaultProxy, through } from "../support/fault-proxy.ts";
import { descriptorsOf } from "./invariants/resources.ts";
import { type Instance, startInstance } from "./instance.ts";
import { type Ledger, createLedger } from "./ledger.ts";
import { type Mails, followJournal } from "./mails.ts";
import { createPeople, live } from "./people.ts";
import { type Posts, createPostNotes } from "./posts.ts";
import { askRedis, takeAllConnections } from "./stores.ts";
import { type Timeline, createTimeline } from "./timeline.ts";

export type WorldOptions = {
  runtime: Runtime;
  seed: number;
  /** More of, or in place of, what the instances are started with. */
  environment?: Record<string, string>;
  /** Whether Redis writes down what it is told, as it is told it. */
  redisKeeps?: boolean;
  /** Where Postgres has its data. */
  postgresWithin?: string;
  print(line: string): void;
};

/** Two instances, all that they need with a fault proxy before each, and what happened in it. */
export type World = AsyncDisposable & {
  runtime: Runtime;
  random: Random;
  instances: readonly Instance[];
  postgres: OwnPostgres;
  redis: OwnRedis;
  mock: MailMock;
  proxies: Record<"postgres" | "redis" | "mail", FaultProxy>;
  /** Not by way of the proxy. */
  pool: Pool;
  /** Of the instances. */
  secretKey: string;
  /** How many each instance had open when it began. */
  descriptorsBefore: readonly number[];
  mails: Mails;
  posts: Posts;
  ledger: Ledger;
  timeline: Timeline;
  client: Client;
  /** What must not have happened, as far as it was seen by now. */
  breaches: string[];
  print(line: string): void;
  /** Runs commands on the run's own Redis, or another; not by way of the proxy. */
  askRedis(commands: readonly string[][], url?: string): Promise<void>;
  /** Takes every connection that Postgres has left until it is told to stop. Resolves with how often none was left. */
  takeAllConnections(until: AbortSignal): Promise<number>;
  /** What the provider counted so far. */
  mailFigures(): Promise<Record<string, number>>;
  /** Sends people in, so many at a time. Resolves when all of them have done what they wanted. */
  populate(options: PopulateOptions): Promise<void>;
};

export type PopulateOptions = {
  /** How many; without it they come until they are told to come no more. */
  count?: number;
  until?: AbortSignal;
  concurrency?: number;
  /** The share of those who only guess. */
  guessers?: number;
  /** Other ports to ask at than the instances'. */
  doors?: readonly number[];
};

const INSTANCES = 2;
const CONCURRENCY = 48;
const GUESSERS = 0.05;

export async function startWorld(options: WorldOptions): Promise<World> {
  await using opening = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "latchkey-chaos-"));
  opening.defer(() => rm(folder, { recursive: true, force: true }));
  const within = options.postgresWithin === undefined ? {} : { within: options.postgresWithin };
  const journal = join(folder, "mails.ndjson");
  const [postgres, redis, mock] = await Promise.all([
    startOwnPostgres({ durable: true, ...within }),
    startOwnRedis({ keeps: options.redisKeeps === true }),
    startMailMock("node", { JOURNAL_FILE: journal }),
  ]);
  for (const each of [postgres, redis, mock]) opening.use(each);
  const ports = [postgres, redis, mock].map(({ url }) => Number(new URL(url).port));
  const { posts, listen } = createPostNotes();
  const [atPostgres = 0, atRedis = 0, atMail = 0] = ports;
  const [toPostgres, toRedis, toMail] = await Promise.all([
    openFaultProxy(atPostgres),
    openFaultProxy(atRedis),
    openFaultProxy(atMail, listen),
  ]);
  for (const proxy of [toPostgres, toRedis, toMail]) opening.use(proxy);
  const random = createRandom(options.seed);
  const ledger = createLedger();
  const secretKey = `${random.next()}-${random.next()}-chaos-secret-${options.seed}`;
  ledger.secrets.add(secretKey);
  const environment = {
    DATABASE_URL: through(postgres.url, toPostgres),
    REDIS_URL: through(redis.url, toRedis),
    EMAIL_API_URL: through(mock.url, toMail),
    EMAIL_API_KEY: "email-mock-key",
    EMAIL_TIMEOUT_MS: "1000",
    SECRET_KEY: secretKey,
    // One issuer: a token of one instance is good at the other.
    PUBLIC_URL: "http://id.shop.test",
    TRUSTED_PROXIES: "1",
    // The runs are about stores and mails: hashes are cheap, and nobody waits long for another code.
    HASH_MEMORY_KIB: "1024",
    CODE_RESEND_SECONDS: "1",
    CODE_RESEND_LATER_SECONDS: "1",
    // Typos of thousands of people within minutes are no attack.
    BREAKER_WRONG_CODES: "1000000",
    ...options.environment,
  };
  const instances: Instance[] = [];
  for (let i = 0; i < INSTANCES; i++)
    instances.push(opening.use(await startInstance(options.runtime, environment)));
  const mails = opening.use(await followJournal(journal));
  const pool = opening.adopt(new Pool({ connectionString: postgres.url, max: 4 }), (each) =>
    each.end(),
  );
  // It is cut together with the Postgres that a run stops.
  pool.on("error", () => {});
  const client = opening.adopt(
    createClient(
      instances.map(({ port }) => port),
      ledger,
    ),
    (each) => each.close(),
  );
  const over = new AbortController();
  opening.defer(() => over.abort());
  const opened = opening.move();
  let populated = 0;
  return {
    runtime: options.runtime,
    random,
    instances,
    postgres,
    redis,
    mock,
    proxies: { postgres: toPostgres, redis: toRedis, mail: toMail },
    pool,
    secretKey,
    descriptorsBefore: instances.map((each) => descriptorsOf(each.pid())),
    mails,
    posts,
    ledger,
    timeline: createTimeline(options.print),
    client,
    breaches: [],
    print: options.print,
    askRedis: (commands, url = redis.url) => askRedis(url, commands),
    takeAllConnections: (until) => takeAllConnections(postgres.url, until),
    mailFigures: () => stats(mock.url),
    async populate({
      count = Number.POSITIVE_INFINITY,
      until,
      concurrency = CONCURRENCY,
      guessers = GUESSERS,
      doors,
    }) {
      const people = createPeople(options.seed + populated++, count, guessers);
      const own = doors && createClient(doors, ledger);
      const surroundings = { client: own ?? client, mails, ledger, over: over.signal };
      const oneAfterTheOther = async (): Promise<void> => {
        for (const person of people) {
          await live(surroundings, person);
          if (until?.aborted || over.signal.aborted) return;
        }
      };
      await Promise.all(Array.from({ length: concurrency }, oneAfterTheOther));
      own?.close();
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
