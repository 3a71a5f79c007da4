import { describe, test } from "vitest";
import { z } from "zod";
import { url } from "../../src/config-values.ts";

const wordsFor = (schema: z.ZodType, value: unknown): string[] =>
  (schema.safeParse(value).error?.issues ?? []).map(({ message }) => message);

describe("a value that does not fit is told of", () => {
  test.for<[string, z.ZodType, unknown]>([
    ["is required", z.string(), undefined],
    ["is required", url("redis", "rediss"), undefined],
    ["must be text", z.string(), 5],
    ["must be a whole number", z.int(), 1.5],
    ["must be true or false", z.boolean(), "s3cret"],
    ["must be an object", z.object({}), "s3cret"],
    ["must be an object", z.record(z.string(), z.string()), 5],
    ["must be a list", z.array(z.string()), "s3cret"],
    ["must have 12 characters or more", z.string().min(12), "s3cret"],
    ["must not be empty", z.string().min(1), ""],
    ["must not be empty", z.array(z.string()).min(1), []],
    ["must have 3 characters at most", z.string().max(3), "s3cret"],
    ["must have 2 entries at most", z.array(z.string()).max(2), ["a", "b", "s3cret"]],
    ["must be 30 or more", z.int().min(30), 29],
    ["must be 65535 at most", z.int().max(65_535), 65_536],
    ["must be on", z.literal("on"), "s3cret"],
    ["must be en, fr or de", z.enum(["en", "fr", "de"]), "s3cret"],
    ["must be a time in UTC, such as 2026-01-31T12:00:00Z", z.iso.datetime(), "s3cret"],
    ["must be a UUID", z.uuid(), "s3cret"],
    ["must be a URL that begins with redis:// or rediss://", url("redis", "rediss"), "s3://cret"],
    ["must be a word of its own", z.string().regex(/^a$/, "must be a word of its own"), "s3cret"],
  ])("as: %s", ([words, schema, value], { expect }) => {
    expect(wordsFor(schema, value)).toEqual([words]);
  });
});
