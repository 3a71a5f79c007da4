import { type Config, ConfigError, loadConfig } from "../../src/config.ts";

type Variables = Record<string, string | undefined>;

/** The least that the service starts with, in development and in production. */
export const DEVELOPMENT = {
  NODE_ENV: "development",
  DATABASE_URL: "postgres://127.0.0.1/latchkey",
  REDIS_URL: "redis://127.0.0.1",
  EMAIL_API_URL: "http://127.0.0.1:8025",
};
export const PRODUCTION = {
  NODE_ENV: "production",
  DATABASE_URL: "postgres://latchkey:k7Vq2xWm9Tz4@db.shop.test/latchkey",
  REDIS_URL: "redis://redis.shop.test",
  EMAIL_API_URL: "https://email.provider.test",
  PUBLIC_URL: "https://id.shop.test",
  EMAIL_FROM: "no-reply@shop.test",
  EMAIL_API_KEY: "re_8Zk2mQ4vX7",
  SECRET_KEY: "q8W2xN5vB7mK4tR9yL3pZ6sD1fH0jG5a",
};

export const load = (changes: Variables = {}, base: Variables = DEVELOPMENT): Config =>
  loadConfig({ ...base, ...changes });

/** What is wrong with variables, a line each; nothing when the service starts with them. */
export function problemsOf(changes: Variables, base: Variables = DEVELOPMENT): string[] {
  try {
    load(changes, base);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split("\n").slice(1);
  }
}
