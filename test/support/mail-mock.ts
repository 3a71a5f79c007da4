import { randomUUID } from "node:crypto";
import { json } from "./answer.ts";

/** A mock in this process, or the address of one that runs. */
export type Target =
  | {
      request(path: string, init?: RequestInit, environment?: object): Response | Promise<Response>;
    }
  | string;

export type NewMail = { from: string; to: string; subject: string; text: string; html: string };

export type ShownMail = NewMail & {
  id: string;
  idempotency_key: string | null;
  feedback: { type: string; state: string; attempts: number; answer: string }[];
};

export const newMail = (over: Partial<NewMail> = {}): NewMail => ({
  from: "Shop <no-reply@shop.test>",
  to: `${randomUUID()}@example.com`,
  subject: "Your code",
  text: "0420",
  html: "<p>0420</p>",
  ...over,
});

/** An address to which something always happens: special("bounce") is …+bounce@example.com. */
export const special = (what: string): string => `${randomUUID()}+${what}@example.com`;

const call = async (target: Target, path: string, init?: RequestInit): Promise<Response> =>
  typeof target === "string" ? fetch(target + path, init) : target.request(path, init, {});

/** POST /v1/messages, with the API key of the mock's own default or "key". */
export const send = (
  target: Target,
  mail: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Response> =>
  call(target, "/v1/messages", {
    method: "POST",
    headers: {
      authorization: `Bearer ${typeof target === "string" ? "email-mock-key" : "key"}`,
      "content-type": "application/json",
      ...headers,
    },
    body: JSON.stringify(mail),
    ...(signal ? { signal } : {}),
  });

export const inbox = async (target: Target, query = ""): Promise<ShownMail[]> =>
  json(call(target, `/inbox${query}`));

export const stats = (target: Target): Promise<Record<string, number>> =>
  json(call(target, "/stats"));

/** Switches faults on; null switches them off. */
export const putFaults = (target: Target, faults: unknown): Promise<Response> =>
  call(
    target,
    "/faults",
    faults === null ? { method: "DELETE" } : { method: "PUT", body: JSON.stringify(faults) },
  );
