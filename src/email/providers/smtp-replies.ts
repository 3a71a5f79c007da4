import { describeSilence } from "../../outbound/connection-faults.ts";
import { quote } from "../../outbound/http-post.ts";
import type { Delivery } from "../../outbound/delivery.ts";

/** What nodemailer says of a mail that was not accepted. */
export type SmtpFault = Error & {
  code: string;
  /** The server's reply, if there was one, and its number. */
  response?: string;
  responseCode?: number;
  /** What was replied to: MAIL FROM, RCPT TO, DATA, AUTH PLAIN, CONN for the greeting. */
  command?: string;
};

/**
 * What became of a mail that the server did not take: by its reply (RFC 5321 §4.2.3, RFC 3463), or by how the connection
 * ended. Unclear only when some of the mail itself was sent and no reply came.
 */
export function describeSmtpFault(fault: SmtpFault, isBodySent: boolean): Delivery {
  const { responseCode, response = "", command = "" } = fault;
  if (responseCode === undefined) return describeEnd(fault, isBodySent);
  const status = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? "";
  const reason = ["answered", responseCode, status, command !== "CONN" && `to ${command}`]
    .filter(Boolean)
    .join(" ");
  const kind = judgeReply(responseCode, status, command);
  if (kind !== "rejected" && command === "RCPT TO" && !ABOUT_SESSION.has(responseCode))
    return { kind, reason, isOfThisOneOnly: true, ...quote(response) };
  return { kind, reason, ...quote(response) };
}

// Whatever else is answered to a recipient may be about him alone: greylisted, busy, against a policy, or his domain
// does not answer when the server looks it up. The server shuts down, is out of step, or wants a login.
const ABOUT_SESSION = new Set([421, 503, 530]);

function judgeReply(
  code: number,
  status: string,
  command: string,
): "retry" | "rejected" | "misconfigured" {
  // A session out of step; another one will do.
  if (code < 500 || code === 503) return "retry";
  // Not where a recipient is looked at: the greeting, TLS, the account, the sender.
  if (!["RCPT TO", "DATA"].includes(command)) return "misconfigured";
  if (status !== "") return isAboutRecipient(status) ? "rejected" : "misconfigured";
  if (ABOUT_RECIPIENT.has(code)) return "rejected";
  return command === "RCPT TO" && [501, 554].includes(code) ? "rejected" : "misconfigured";
}

// No mailbox, not local, storage exceeded, no such name, no mail for that domain (RFC 7504).
const ABOUT_RECIPIENT = new Set([550, 551, 552, 553, 556]);

// Addresses but for those of the sender, and mailboxes.
const isAboutRecipient = (status: string): boolean =>
  (status.startsWith("5.1.") && !["5.1.7", "5.1.8", "5.1.9"].includes(status)) ||
  /^5\.2\.[0-3]$/.test(status);

function describeEnd(fault: SmtpFault, isBodySent: boolean): Delivery {
  const isLate = fault.code === "EABORT";
  if (isBodySent)
    return {
      kind: "retry",
      reason: isLate ? "no answer in time" : "the connection broke off",
      isUnclear: true,
    };
  if (isLate) return { kind: "retry", reason: "not sent in time" };
  // Nodemailer itself found the address unfit, the login impossible, or the mail too large for this server.
  if (fault.code === "EENVELOPE") return { kind: "rejected", reason: "not one plain address" };
  if (["EAUTH", "EMESSAGE"].includes(fault.code))
    return { kind: "misconfigured", reason: `not sent: ${fault.code}` };
  const delivery = describeSilence(fault);
  if (delivery.kind !== "retry") return delivery;
  return { kind: "retry", reason: delivery.reason.replace(/^no answer/, "no connection") };
}
