import { createRoute } from "@hono/zod-openapi";
import { jsonContent, jsonContents } from "../../http/json-content.ts";
import { RATE_LIMITS } from "../../http/limit.ts";
import { BODY_PROBLEMS, problemResponses } from "../../http/problem.ts";
import { DETAILS_EXAMPLE } from "../../http/proof-schemas.ts";
import { SIGNED_IN_EXAMPLE } from "../../http/session-schemas.ts";
import type { Resources } from "../../resources.ts";
import {
  exampleCode,
  otpCheckQuerySchema,
  otpCheckSchema,
  otpCheckedSchema,
  otpRequestSchema,
  otpRequestedSchema,
} from "./schemas.ts";

const tags = ["Passwordless"];

const PROVED_EXAMPLE = {
  format: "jws",
  proof: "eyJhbGciOiJFZERTQSIsInR5cCI6ImlkZW50aXR5LXByb29mK2p3dCJ9.e30.c2lnbmF0dXJl",
  expires_in: 300,
} as const;

/** Every request for a code. */
export const ASK_LIMITS = ["otp-send.ip"] as const;
/** Those that send a mail. */
export const OTP_SEND_LIMITS = ["otp-send.address", "send.service"] as const;
/** Those that send one to sign in here, when the others have no room: strangers may have spent it for anything. */
export const OTP_RESERVE_LIMITS = ["otp-send.reserve", "send.service"] as const;

// oxlint-disable-next-line typescript/explicit-function-return-type -- the library's generic type is the type
export const sendRoute = ({ config }: Pick<Resources, "config">) =>
  createRoute({
    operationId: "sendOtp",
    method: "post",
    path: "/otp/send",
    tags,
    summary: "Send a code to an address",
    description:
      "The answer is the same whoever has the address, and whether anybody does. Before resend_after nothing more is sent, and the code of the newest mail is good with the new id as well as with the older one.",
    [RATE_LIMITS]: [...ASK_LIMITS, ...OTP_SEND_LIMITS, OTP_RESERVE_LIMITS[0]] as const,
    request: {
      body: {
        required: true,
        content: jsonContent(otpRequestSchema(config), {
          email: "ada@example.com",
          purpose: "sign-in",
          nonce: "n-0S6_WzA2Mj",
        }),
      },
    },
    responses: {
      202: {
        description: "The code is on its way.",
        content: jsonContent(otpRequestedSchema, {
          id: "rM8yZ0n1cWb8mEo2pYkq7TtQ0w",
          expires_at: "2026-01-31T12:10:00.000Z",
          resend_after: "2026-01-31T12:00:30.000Z",
        }),
      },
      ...problemResponses(...BODY_PROBLEMS, "rate_limited", "unavailable"),
    },
  });

// oxlint-disable-next-line typescript/explicit-function-return-type -- the library's generic type is the type
export const verifyRoute = ({ otpPolicy }: Pick<Resources, "otpPolicy">) =>
  createRoute({
    operationId: "verifyOtp",
    method: "post",
    path: "/otp/verify",
    tags,
    summary: "Have an address proved by the code of its mail",
    description:
      "The proof tells whose address it is, for whom, and what was asked for. The same id and code again get the same proof; with session=true a session is opened once.",
    [RATE_LIMITS]: ["otp-check.ip"] as const,
    request: {
      query: otpCheckQuerySchema,
      body: {
        required: true,
        content: jsonContent(otpCheckSchema(otpPolicy), {
          id: "rM8yZ0n1cWb8mEo2pYkq7TtQ0w",
          code: exampleCode(otpPolicy.digits),
        }),
      },
    },
    responses: {
      200: {
        description: "The address is proved.",
        content: jsonContents(otpCheckedSchema, {
          jws: PROVED_EXAMPLE,
          hmac: { format: "hmac", proof: DETAILS_EXAMPLE, expires_in: 60 },
          session: { ...PROVED_EXAMPLE, session: SIGNED_IN_EXAMPLE },
          session_without_account: { ...PROVED_EXAMPLE, session: null },
        }),
      },
      ...problemResponses(
        "code_incorrect",
        "account_disabled",
        "code_expired",
        ...BODY_PROBLEMS,
        "code_exhausted",
        "rate_limited",
        "unavailable",
      ),
    },
  });
