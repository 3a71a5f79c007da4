import { EMAIL_CHANGE_CODE } from "../../domain/email-change.ts";
import type { MessageContent } from "../../email/messages/content.ts";
import { LONG_CODE, type OutgoingMail } from "../../email/provider.ts";
import type { Resources } from "../../resources.ts";
import { pageLink } from "./page-link.ts";
import { type AddressedMessage, prepareCode, prepareNobodysCode } from "./prepare-code.ts";
import { prepareEmailChange } from "./prepare-email-change.ts";
import { prepareOtp } from "./prepare-otp.ts";
import { prepareResetLink } from "./prepare-reset-link.ts";
import { prepareUndoLink } from "./prepare-undo-link.ts";

export type ComposeResources = Pick<
  Resources,
  | "config"
  | "mailPool"
  | "codes"
  | "codePolicy"
  | "otpCodes"
  | "otpPolicy"
  | "keys"
  | "sender"
  | "mailer"
  | "messages"
  | "metrics"
>;

/**
 * Writes the mail of a message, with the code or the link in it made live; null when it is of no use any more. Throws
 * UnavailableError when Redis is away.
 */
export async function compose(
  resources: ComposeResources,
  message: AddressedMessage,
): Promise<OutgoingMail | null> {
  const content = await prepareContent(resources, message);
  if (content === null) return null;
  const text = resources.messages(content, message.locale);
  const messageId = nameOf(message.id, content, resources.codePolicy.digits);
  return { messageId, to: message.email, ...resources.sender, ...text };
}

/**
 * What names a mail at providers. A code that has to become a long one between two tries makes another mail of it: under one
 * name a provider would refuse it, or take it for the one that it has.
 */
const nameOf = (id: string, content: MessageContent, digits: number): string =>
  content.kind === "activation_code" && content.code.length > digits ? `${id}${LONG_CODE}` : id;

/** What a message says; null when it is of no use any more. */
async function prepareContent(
  resources: ComposeResources,
  message: AddressedMessage,
): Promise<MessageContent | null> {
  const { kind } = message;
  switch (kind) {
    case "activation_code": {
      const code = await prepareCode(resources, message);
      if (code === null) return null;
      const fields = { email: message.email, code };
      const link = pageLink(resources.config.PUBLIC_URL, "activate", fields);
      return { kind, code, ttlMs: resources.codePolicy.ttlMs, link };
    }
    case "password_reset": {
      const prepared = await prepareResetLink(resources, message);
      return prepared && { kind, ...prepared };
    }
    case "email_change_code":
    case "email_taken": {
      const code = await prepareEmailChange(resources, message);
      if (kind === "email_taken") return { kind };
      return code === null ? null : { kind, code, ttlMs: EMAIL_CHANGE_CODE.ttlMs };
    }
    case "email_changed": {
      const undo = await prepareUndoLink(resources, message.id);
      return undo && { kind, ...undo };
    }
    case "otp_code": {
      const prepared = await prepareOtp(resources, message);
      return prepared && { kind, ...prepared };
    }
    case "already_registered":
      await prepareNobodysCode(resources, message);
      return { kind };
    case "password_changed":
    case "account_deleted":
      return { kind };
  }
}
