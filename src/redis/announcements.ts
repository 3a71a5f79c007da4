import type { Logger } from "../log.ts";
import { type Redis, openOwnConnection } from "./connection.ts";

/** A word to all instances that something in Postgres changed. It may be lost: whoever listens polls as well. */
export type Announcements = {
  publish(): Promise<void>;
  close(): void;
};

/** Listens on a connection of its own: one that subscribed can do nothing else. */
export function openAnnouncements(
  redis: Redis,
  options: { channel: string; onMessage: () => void; log: Logger },
): Announcements {
  const { channel, onMessage, log } = options;
  const subscriber = openOwnConnection(redis);
  subscriber.on("error", (error) => log.debug({ err: error }, "redis subscription lost"));
  subscriber.on("ready", () => {
    subscriber
      .subscribe(channel)
      .then(onMessage, (error: unknown) => log.warn({ err: error }, "redis subscription failed"));
  });
  subscriber.on("message", onMessage);
  // It comes up by itself, whenever Redis does.
  subscriber.connect().catch(() => {});
  return {
    async publish() {
      await redis.publish(channel, "");
    },
    close: () => subscriber.disconnect(),
  };
}
