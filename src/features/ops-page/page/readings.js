import { ask, explainProblem, limitPath } from "./api.js";

/** What the page shows, read anew; each throws with a sentence for people when it cannot be had. */

/** @returns {Promise<import("./api.js").Limit[]>} */
export const readLimits = async () => (await read("/ops/limits")).limits;

/** @param {string} name @returns {Promise<import("./api.js").Limit>} */
export const readLimit = (name) => read(limitPath(name));

/** @returns {Promise<import("./api.js").Change[]>} newest first */
export const readChanges = async () => (await read("/ops/changes?limit=50")).changes;

/** @returns {Promise<import("./api.js").Traffic>} */
export const readTraffic = () => read("/ops/traffic");

/** @returns {Promise<import("./api.js").GuessBound>} */
export const readGuessBound = () => read("/ops/guess-bound");

/** @returns {Promise<import("./api.js").Breaker>} */
export const readBreaker = () => read("/ops/breaker");

/** @returns {Promise<import("./api.js").Mail>} */
export const readMail = () => read("/ops/mail");

/** @param {number} limit @returns {Promise<import("./api.js").DeadLetters>} newest first */
export const readDeadLetters = (limit) => read(`/ops/mail/dead-letters?limit=${limit}`);

/** @returns {Promise<import("./api.js").Webhooks>} */
export const readWebhooks = () => read("/ops/webhooks");

/** @param {number} limit @returns {Promise<import("./api.js").WebhookEvents>} newest first */
export const readDeadEvents = (limit) => read(`/ops/webhooks/events?state=dead&limit=${limit}`);

/**
 * @param {string} path
 * @returns {Promise<any>} what the API's contract says
 */
async function read(path) {
  const answer = await ask("GET", path);
  if (answer.ok) return answer.body;
  throw new Error(explainProblem(answer));
}
