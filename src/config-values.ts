import { createPublicKey } from "node:crypto";
import { z } from "zod";
import { parseJson } from "./domain/parse-json.ts";
import "./validation-words.ts";

/** A whole number in bounds. Strict: coercion would make a blank 0, and "1e3" a thousand. */
export const integer = (min: number, max: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,9}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(min).max(max));

/** A URL of one of these protocols, "https". */
export const url = (...protocols: string[]): z.ZodURL =>
  z.url({
    protocol: new RegExp(`^(${protocols.join("|")})$`),
    error: ({ code }) =>
      code === "invalid_format"
        ? `must be a URL that begins with ${protocols.map((each) => `${each}://`).join(" or ")}`
        : undefined,
  });

/** The members of a list with commas. */
export const splitList = (text: string): string[] => text.split(",").map((each) => each.trim());

/** Web origins (RFC 6454 §6.2), each as a browser sends it: a pattern, a path or capitals would never be equal to one. */
export const origins = (): z.ZodType<readonly string[], string | undefined> =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      const given = text === undefined ? [] : splitList(text);
      for (const [i, origin] of given.entries()) {
        const isExact = URL.parse(origin)?.origin === origin && !origin.includes("*");
        if (!isExact || !/^https?:/.test(origin))
          context.addIssue(`number ${i + 1} is no origin, such as https://shop.test:8443`);
        else if (given.indexOf(origin) !== i) context.addIssue(`number ${i + 1} is there twice`);
      }
      return given;
    });

/** What goes into a header: a line break would begin another one. */
export const headerText = (max: number): z.ZodString =>
  z
    .string()
    .max(max)
    .regex(/^(?=.*\S)[^\p{C}\p{Zl}\p{Zp}]+$/u, "must be text without control characters");

/** A key or password that goes into a header. */
export const secret = (): z.ZodString =>
  z.string().regex(/^[\u0021-\u007e]+$/, "must be printable ASCII without blanks");

/** JSON that a check finds nothing wrong with. */
export const json = <Value>(
  standard: Value,
  problemOf: (given: unknown) => string | null,
): z.ZodType<Value, string | undefined> =>
  z
    .string()
    .default(JSON.stringify(standard))
    .transform((text, context) => {
      const given = parseJson(text);
      const problem = given === undefined ? "must be JSON" : problemOf(given);
      if (problem !== null) context.addIssue(problem);
      return given as Value;
    });

/** Text that a reader makes something of, and finds nothing wrong with. */
export const readBy = <Value>(
  read: (text: string) => { value: Value; problems: string[] },
): z.ZodType<Value, string> =>
  z.string().transform((text, context) => {
    const { value, problems } = read(text);
    for (const problem of problems) context.addIssue(problem);
    return value;
  });

/** What Standard Webhooks sign with: 24 bytes or more in base64, with or without whsec_ before it. */
export const webhookSecret = (): z.ZodString =>
  z
    .string()
    .regex(
      /^(whsec_)?([A-Za-z\d+/]{4}){8,}([A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/,
      "must be 24 bytes or more in base64, as in whsec_…",
    );

/** A public key on P-256, as base64 of its DER form (SPKI, RFC 5480). */
export const publicKey = (): z.ZodString =>
  z.string().refine((text) => {
    try {
      const key = createPublicKey({
        key: Buffer.from(text, "base64"),
        format: "der",
        type: "spki",
      });
      return key.asymmetricKeyDetails?.namedCurve === "prime256v1";
    } catch {
      return false;
    }
  }, "must be a public key on P-256 in base64");

export type Environment = Record<string, string | undefined>;

/** An empty variable counts as unset, which is what compose files make of an unset one. */
export const pickGiven = (names: string[], environment: Environment): Environment =>
  Object.fromEntries(
    names
      .map((name) => [name, environment[name]] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );

/** One line for a variable that is wrong. */
export const describeIssue = (issue: z.core.$ZodIssue): string =>
  `${issue.path.join(".")}: ${issue.message}`;
