import { newPerson } from "./client.ts";
import type { Journey } from "./client-journey.ts";
import { codeIn } from "./email-api.ts";
import { startOpsService } from "./ops-service.ts";

const SENDS = 4;
/** So that half of what is sent at once is told to come again in a second. */
const QUOTA = `${SENDS / 2}/1s`;

/** A real service that gives proofs for a shop, which shares a key with it, and refuses who asks for codes too fast. */
export async function startClientService(environment: Record<string, string> = {}) {
  const journey = {
    issuer: "https://id.shop.test",
    audience: "shop",
    sharedKey: "a-key-of-the-shop",
  };
  const service = await startOpsService("node", {
    PUBLIC_URL: journey.issuer,
    PROOF_KEYS: `${journey.audience}:${journey.sharedKey}`,
    ...environment,
  });
  await service.change("otp-send.ip", { quota: QUOTA });
  return {
    ...service,
    newJourney: (): Journey => ({
      ...journey,
      url: service.url,
      emails: Array.from({ length: SENDS }, () => newPerson().email),
    }),
    readCode: async (email: string): Promise<string> => codeIn(await service.mock.mailTo(email)),
  };
}
