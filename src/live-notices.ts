import type { Config } from "./config.ts";
import { veilEmailAddress } from "./domain/email-address.ts";
import { timeOfStreamId } from "./domain/stream-id.ts";
import { type Keys, pseudonym } from "./keys.ts";
import type { Connection, Holder } from "./live/connection.ts";
import type { Notice } from "./live/memory.ts";
import { type Hub, createHub } from "./live/hub.ts";
import { noticeMessage } from "./live/messages.ts";
import type { LiveEvent } from "./live-config.ts";
import type { Logger } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { type Pool, attempt } from "./postgres/pool.ts";
import { findEndedSessions } from "./postgres/session-ends.ts";
import type { Redis } from "./redis/connection.ts";
import { type ReadEntry, openLiveStream } from "./redis/live-stream.ts";
import { type LiveTickets, createLiveTickets } from "./redis/live-tickets.ts";
import { openSharedPlaces } from "./workers/live-places.ts";
import type { Siblings } from "./workers/siblings.ts";

/** Somebody who came. */
export type Newcomer = { id: string; email: string; emailNormalised: string };

/** What open pages are told of, on all instances. */
export type LiveNotices = {
  /** Its places are those of the whole instance. */
  hub: Omit<Hub, "admit"> & { admit(holder: Holder): Promise<Connection | null> };
  tickets: LiveTickets;
  /** Tells of somebody beside the answer, if that is told at all: it neither waits nor fails, and may be lost. */
  tell(event: LiveEvent, newcomer: Newcomer): void;
  /** Forgets what was told of an account and its address. Throws UnavailableError when Redis is away. */
  forget(account: { accountId: string; addressPseudonym: string }): Promise<void>;
  /** Whether it is known what was told before, and what is told now. */
  isReady(): boolean;
  /** Tells and reads nothing any more. */
  close(): void;
};

type Options = {
  config: Config;
  keys: Keys;
  log: Logger;
  metrics: Metrics;
  pool: Pool;
  redis: Redis;
  serviceName: string;
  siblings: Siblings;
};

/** So many notices are kept for pages that come back. */
const KEPT_MAX = 100;
const TICK_MS = 1000;

/** Opens what live notices need; the result closes it. */
export async function openLiveNotices({
  config,
  keys,
  log,
  metrics,
  pool,
  redis,
  serviceName,
  siblings,
}: Options): Promise<LiveNotices> {
  const places = openSharedPlaces(siblings);
  const hub = createHub({
    keptMax: KEPT_MAX,
    places: {
      inAll: config.LIVE_CONNECTIONS_MAX,
      perAccount: config.LIVE_CONNECTIONS_PER_USER,
      perNetwork: config.LIVE_CONNECTIONS_PER_IP,
    },
    onClosed(connection, reason) {
      places.giveBack(connection);
      metrics.liveClosed.inc({ transport: connection.transport, reason });
    },
    // Clocks of two machines are never quite the same.
    onSpread: (id) =>
      metrics.liveDelaySeconds.observe(Math.max(0, Date.now() - timeOfStreamId(id)) / 1000),
  });
  const shown = (email: string): string =>
    config.LIVE_EMAIL === "full" ? email : veilEmailAddress(email);
  // Veiled here too: it may have been told before addresses were to be.
  const toNotice = ({ id, event, email }: ReadEntry): Notice => {
    const at = new Date(timeOfStreamId(id)).toISOString();
    return { id, message: noticeMessage(id, { event, email: shown(email), at }) };
  };
  const stream = await openLiveStream({
    redis,
    service: serviceName,
    entriesMax: KEPT_MAX,
    onEntries: (entries, newest) => hub.add(entries.map(toNotice), newest),
    onSnapshot: ({ entries, newest, isWhole }) =>
      hub.mirror({ notices: entries.map(toNotice), latest: newest, isWhole }),
    log,
  });
  const stopTicking = startTicking(hub, pool, log);
  const toldOf = new Set<string>(config.LIVE_EVENTS.split(","));
  return {
    hub: {
      ...hub,
      async admit(holder) {
        if (!(await places.take(holder))) return null;
        const connection = hub.admit(holder);
        if (!connection) places.giveBack(holder);
        return connection;
      },
      giveBack(connection) {
        hub.giveBack(connection);
        places.giveBack(connection);
      },
    },
    tickets: createLiveTickets(redis, keys.ticket),
    tell(event, { id, email, emailNormalised }) {
      if (!toldOf.has(event)) return;
      const address = pseudonym(keys.address, emailNormalised);
      stream.add({ event, email: shown(email), account: id, address }).then(
        () => metrics.liveNotices.inc({ event, result: "told" }),
        (error: unknown) => {
          metrics.liveNotices.inc({ event, result: "lost" });
          log.warn({ err: error, event }, "a live notice is lost");
        },
      );
    },
    forget: ({ accountId, addressPseudonym }) =>
      stream.forget({ account: accountId, address: addressPseudonym }),
    isReady: stream.isRead,
    close() {
      stopTicking();
      stream.close();
    },
  };
}

// One tick after the other: a Postgres that is slow is asked less often, and one that is away ends nobody.
function startTicking(hub: Hub, pool: Pool, log: Logger): () => void {
  let timer: NodeJS.Timeout | null = null;
  let isAway = false;
  async function tick(): Promise<void> {
    await hub.tick();
    try {
      for (const ids of hub.sessionIds())
        hub.endSessions(await attempt(() => findEndedSessions(pool, ids)));
      isAway = false;
    } catch (error) {
      if (!isAway) log.warn({ err: error }, "live connections of ended sessions stay open");
      isAway = true;
    }
  }
  const schedule = (): void => {
    timer = setTimeout(() => void tick().finally(() => timer && schedule()), TICK_MS).unref();
  };
  schedule();
  return () => {
    if (timer) clearTimeout(timer);
    timer = null;
  };
}
