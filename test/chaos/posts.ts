import { messageIdIn } from "./mails.ts";

/** When the provider was asked to take each message, by its id, in milliseconds since 1970. */
export type Posts = ReadonlyMap<string, readonly number[]>;

/** Notes them as they leave the service, whether or not they arrive. Each has its head in one piece, on loopback. */
export function createPostNotes(): { posts: Posts; listen(asked: Buffer): void } {
  const posts = new Map<string, number[]>();
  return {
    posts,
    listen(asked) {
      const heads = asked.toString("latin1").matchAll(/\r\nidempotency-key: (\S+)\r\n/gi);
      for (const [, key = ""] of heads) {
        const id = messageIdIn(key);
        posts.set(id, [...(posts.get(id) ?? []), Date.now()]);
      }
    },
  };
}
