import { type Evidence, few, groupBy } from "./evidence.ts";

/** I2: each registration that was accepted has a mail that the provider accepted. */
export function findMissingMails({ entries, mails }: Evidence): string[] {
  const mailed = new Set(mails.map(({ to }) => to));
  const missing = new Set(
    entries
      .filter(({ operation, status }) => operation === "register" && status === 202)
      .map(({ email }) => email)
      .filter((email) => !mailed.has(email)),
  );
  return missing.size === 0 ? [] : [`I2: accepted, and no mail: ${few([...missing])}`];
}

/** I2, of each message: it was accepted by the provider, or overtaken by a newer one; none was given up. */
export function findUnsentMessages({ mails, messages }: Evidence): string[] {
  const accepted = new Set(mails.map(({ messageId }) => messageId));
  const unsent = messages.filter(({ id, state }) =>
    state === "sent" ? !accepted.has(id) : state !== "superseded",
  );
  const told = unsent.map(({ email, state }) => `${email} (${state})`);
  return unsent.length === 0 ? [] : [`I2: messages that were not sent: ${few(told)}`];
}

/** I3: no message was accepted twice, none that there is no row of, and each try was written down before it was made. */
export function findRepeatedMails({ mails, messages, posts }: Evidence): string[] {
  const known = new Set(messages.map(({ id }) => id));
  const twice = [...groupBy(mails, ({ key }) => key)].filter(([, all]) => all.length > 1);
  const untold = messages.filter(({ id, attempts }) => (posts.get(id)?.length ?? 0) > attempts);
  const foreign = mails.filter(({ messageId }) => !known.has(messageId));
  return [
    ...(twice.length > 0 ? [`I3: accepted twice: ${few(twice.map(([key]) => key))}`] : []),
    ...(foreign.length > 0
      ? [`I3: a mail of no message: ${few(foreign.map(({ to }) => to))}`]
      : []),
    ...(untold.length > 0
      ? [`I3: more tries than attempts: ${few(untold.map(({ id }) => id))}`]
      : []),
  ];
}
