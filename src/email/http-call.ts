import {
  type HttpAnswer,
  type HttpRequest,
  type Judgement,
  postOnce,
} from "../outbound/http-post.ts";
import { isOneAddress } from "./mailbox.ts";
import type { OutgoingMail, SendMail } from "./provider.ts";

type HttpApi = {
  request(mail: OutgoingMail): HttpRequest | Promise<HttpRequest>;
  /** Undefined leaves it to the status. */
  judge(answer: HttpAnswer): Judgement | undefined;
};

/** For a day's quota: it does not come back in seconds, but an operator may buy more. */
export const QUOTA_PAUSE_MS = 600_000;

/** Sends by one POST of what the provider's API takes. */
export const createHttpSender =
  ({ request, judge }: HttpApi): SendMail =>
  async (mail, deadline) => {
    if (!isOneAddress(mail.to)) return { kind: "rejected", reason: "not one plain address" };
    return postOnce(await request(mail), judge, deadline);
  };

/** A base address and a path, whether or not the former ends in a slash. */
export const joinUrl = (base: string, path: string): string => base.replace(/\/+$/, "") + path;
