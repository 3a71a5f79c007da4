import { test } from "vitest";
import { type SmtpMock, refusal, sendToRelay, startRelay } from "../../support/smtp-server.ts";

type Step = "MAIL FROM" | "RCPT TO" | "DATA";

/** A relay that refuses at one step of every mail. */
function startRefusing(step: Step, error: Error): Promise<SmtpMock> {
  const refuse = (_: unknown, __: unknown, done: (error: Error) => void): void => done(error);
  if (step === "MAIL FROM") return startRelay({ onMailFrom: refuse });
  if (step === "RCPT TO") return startRelay({ onRcptTo: refuse });
  return startRelay({}, () => {
    throw error;
  });
}

// RFC 5321 §4.2.3, RFC 3463, RFC 4954 §6, RFC 7504.
const REPLIES = [
  ["RCPT TO", 550, "5.1.1 User unknown", "rejected"],
  ["RCPT TO", 550, "5.1.10 Recipient address has null MX", "rejected"],
  ["RCPT TO", 550, "5.2.1 Mailbox disabled", "rejected"],
  ["RCPT TO", 552, "5.2.2 Mailbox full", "rejected"],
  ["RCPT TO", 550, "No such user here", "rejected"],
  ["RCPT TO", 551, "User not local", "rejected"],
  ["RCPT TO", 553, "Mailbox name not allowed", "rejected"],
  ["RCPT TO", 554, "No valid recipients", "rejected"],
  ["RCPT TO", 556, "Domain does not accept mail", "rejected"],
  ["RCPT TO", 501, "Bad address syntax", "rejected"],
  ["RCPT TO", 554, "5.7.1 Relay access denied", "misconfigured"],
  ["RCPT TO", 550, "5.1.8 Sender address rejected: domain not found", "misconfigured"],
  ["RCPT TO", 530, "5.7.0 Authentication required", "misconfigured"],
  ["RCPT TO", 550, "5.7.1 Recipient refused by policy", "misconfigured"],
  ["RCPT TO", 450, "4.2.0 Greylisted", "retry"],
  ["RCPT TO", 451, "4.7.1 Greylisted", "retry"],
  ["RCPT TO", 451, "Could not complete recipient verify callout", "retry"],
  ["RCPT TO", 452, "4.2.2 Mailbox full", "retry"],
  ["RCPT TO", 503, "Bad sequence of commands", "retry"],
  ["MAIL FROM", 550, "5.1.1 Bad sender", "misconfigured"],
  ["MAIL FROM", 553, "5.7.1 Sender not owned by user", "misconfigured"],
  ["MAIL FROM", 451, "4.3.0 Try again", "retry"],
  ["DATA", 550, "5.1.1 User unknown", "rejected"],
  ["DATA", 550, "Mailbox unavailable", "rejected"],
  ["DATA", 554, "5.7.1 Message refused as spam", "misconfigured"],
  ["DATA", 554, "Email address is not verified", "misconfigured"],
  ["DATA", 451, "4.3.0 Local error", "retry"],
  ["DATA", 452, "Insufficient storage", "retry"],
] as const;

test.for(REPLIES)("to %s, the reply %i %s is %s, and is clear", async (given, { expect }) => {
  const [step, code, text, kind] = given;
  await using server = await startRefusing(step, refusal(code, text));
  const delivery = await sendToRelay(server.port);
  const status = /^\d\.\d+\.\d+/.exec(text)?.[0];
  const reason = `answered ${code}${status === undefined ? "" : ` ${status}`} to ${step}`;
  // What is said of one recipient is no reason to leave the server alone.
  const isOfThisOneOnly =
    step === "RCPT TO" && kind !== "rejected" && ![421, 503, 530].includes(code);
  expect(delivery).toEqual({
    kind,
    reason,
    said: `${code} ${text}`,
    ...(isOfThisOneOnly && { isOfThisOneOnly }),
  });
});
