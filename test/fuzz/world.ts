import { randomUUID } from "node:crypto";
import { json } from "../support/answer.ts";
import { type Person, activate, basic, newPerson, postJson, register } from "../support/client.ts";
import { queryDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { asClient, openClientSession, DASHBOARD } from "../support/oauth.ts";
import { operator } from "../support/operator.ts";
import { sendOtp, verifyOtp } from "../support/otp.ts";
import { type Tokens, openSession, refresh, sendAs } from "../support/session.ts";
import type { FuzzedService } from "./fuzzed-service.ts";
import type { World } from "./send.ts";

/** Who the operators are. */
const opsOf = (service: FuzzedService): ReturnType<typeof operator> =>
  operator(service, service.opsPassword);

async function appear(service: FuzzedService): Promise<Person> {
  const person = newPerson();
  await register(service, person);
  const { text } = await service.mock.mailTo(person.email);
  const { status } = await activate(service, person, codeIn({ text }));
  if (status !== 200) throw new Error(`an activation was answered with ${status}`);
  return person;
}

const facesOf = (who: string, person: Person, tokens: Tokens, id: string): World => ({
  [`${who}.email`]: person.email,
  [`${who}.password`]: person.password,
  [`${who}.basic`]: basic(person).slice("Basic ".length),
  [`${who}.access`]: tokens.access_token,
  [`${who}.refresh`]: tokens.refresh_token,
  [`${who}.session`]: tokens.session_id,
  [`${who}.id`]: id,
});

const idOf = async (service: FuzzedService, tokens: Tokens): Promise<string> =>
  (await json(sendAs(service, tokens, "GET", "/users/me"))).id;

type Settled = { faces: World; person: Person; tokens: Tokens; id: string };

/** Somebody active, signed in. */
async function settle(service: FuzzedService, who: string): Promise<Settled> {
  const person = await appear(service);
  const tokens = await openSession(service, person);
  const id = await idOf(service, tokens);
  const device = (tokens as Tokens & { device_token: string }).device_token;
  const faces = { ...facesOf(who, person, tokens, id), [`${who}.device`]: device };
  return { faces, person, tokens, id };
}

async function pendingOf(service: FuzzedService): Promise<World> {
  const person = newPerson();
  const { id } = await json(register(service, person));
  const { text } = await service.mock.mailTo(person.email);
  return {
    "pending.email": person.email,
    "pending.password": person.password,
    "pending.basic": basic(person).slice("Basic ".length),
    "pending.code": codeIn({ text }),
    "pending.id": id,
  };
}

async function otpOf(service: FuzzedService): Promise<World> {
  const ask = async (format: string): Promise<{ id: string; code: string; proof: unknown }> => {
    const { email } = newPerson();
    const { id } = await json(sendOtp(service, email, { audience: "shop", nonce: "n-1" }));
    const code = codeIn(await service.mock.mailTo(email));
    const proof =
      format === "" ? null : (await json(verifyOtp(service, id, code, { format }))).proof;
    return { id, code, proof };
  };
  const [open, token, details] = await Promise.all([ask(""), ask("jws"), ask("hmac")]);
  return {
    "otp.id": open.id,
    "otp.code": open.code,
    "proof.token": token.proof as string,
    "proof.details": details.proof as object,
    "proof.audience": "shop",
    "proof.nonce": "n-1",
  };
}

async function linksOf(service: FuzzedService, { person, tokens }: Settled): Promise<World> {
  const { email } = newPerson();
  const current = { current_password: person.password };
  await sendAs(service, tokens, "PUT", "/users/me/email", { email, ...current });
  const { text } = await service.mock.mailTo(email);
  const forgetful = await appear(service);
  await service.request("/password-resets", postJson({ email: forgetful.email }));
  const mail = await service.mailWith(forgetful.email, "token=");
  return {
    "change.code": codeIn({ text }),
    "reset.token": /token=([\w-]{43})/.exec(mail)?.[1] ?? "",
  };
}

async function movedOf(service: FuzzedService): Promise<World> {
  const { person, tokens } = await settle(service, "moved");
  const { email } = newPerson();
  const current = { current_password: person.password };
  await sendAs(service, tokens, "PUT", "/users/me/email", { email, ...current });
  const code = codeIn(await service.mock.mailTo(email));
  await sendAs(service, tokens, "POST", "/users/me/email/confirm", { code });
  const mail = await service.mailWith(person.email, "token=");
  return { "undo.token": /token=([\w-]{43})/.exec(mail)?.[1] ?? "" };
}

/** What only administrators and operators see of it, and rows of which there are none by themselves. */
async function rowsOf(service: FuzzedService, admin: Tokens, { email }: Person): Promise<World> {
  const get = (path: string): ReturnType<typeof json> => json(sendAs(service, admin, "GET", path));
  await queryDatabase(
    service.databaseUrl,
    `update mail_messages set state = 'expired', settled_at = now()
     where id = (select id from mail_messages where state = 'sent' order by requested_at desc limit 1);
     update webhook_events set state = 'dead' where id =
     (select id from webhook_events where state = 'queued' order by created_at desc limit 1)`,
  );
  const [users, audit, dead, events, explained] = await Promise.all([
    get("/admin/users?limit=1"),
    get("/admin/audit?limit=1"),
    get("/ops/mail/dead-letters?limit=1"),
    get("/ops/webhooks/events?limit=1"),
    json(opsOf(service).post("/ops/limits/explain", { email, route: "POST /sessions" })),
  ]);
  return {
    "users.cursor": users.next ?? "",
    "audit.cursor": audit.next ?? "",
    "dead.id": dead.dead_letters?.[0]?.id ?? randomUUID(),
    "dead.cursor": dead.next ?? "",
    "event.id": events.events?.[0]?.id ?? randomUUID(),
    "bucket.id": explained.buckets?.[0]?.id ?? "none:x",
    "limit.etag": '"0"',
  };
}

/** Puts every limit back that operators changed, or nobody could be made any more. */
async function resetLimits(service: FuzzedService): Promise<void> {
  const ops = opsOf(service);
  const { limits } = await json(ops.get("/ops/limits"));
  for (const { name, version } of limits as { name: string; version: number }[])
    if (version > 0)
      await ops.delete(`/ops/limits/${name}`, { reason: "another round" }, `"${version}"`);
}

/** New people in every standing, with all that they may show, so that right requests can be made of it. */
export async function mintWorld(service: FuzzedService): Promise<World> {
  await resetLimits(service);
  const [active, other, admin, pending, otp, moved] = await Promise.all([
    settle(service, "active"),
    settle(service, "other"),
    settle(service, "admin"),
    pendingOf(service),
    otpOf(service),
    movedOf(service),
  ]);
  const disabled = await settle(service, "disabled");
  const ended = await settle(service, "ended");
  const { email } = admin.person;
  const toAdmin = `update users set role = 'admin' where email = '${email}'`;
  await queryDatabase(service.databaseUrl, toAdmin);
  const atDisabled = `/admin/users/${disabled.id}`;
  await sendAs(service, admin.tokens, "PATCH", atDisabled, { disabled: true });
  await sendAs(service, ended.tokens, "DELETE", "/sessions/current");
  const client = await openClientSession(service, DASHBOARD, other.person);
  const renewed: Tokens = await json(refresh(service, active.tokens));
  const { ticket } = await json(sendAs(service, other.tokens, "POST", "/live/tickets"));
  return {
    ...active.faces,
    ...facesOf("active", active.person, renewed, active.id),
    ...other.faces,
    ...admin.faces,
    ...disabled.faces,
    ...ended.faces,
    ...pending,
    ...otp,
    ...moved,
    ...(await linksOf(service, other)),
    ...(await rowsOf(service, admin.tokens, other.person)),
    "spent.refresh": active.tokens.refresh_token,
    "client.access": client.access_token,
    "client.refresh": client.refresh_token,
    "client.basic": asClient(DASHBOARD).authorization.slice("Basic ".length),
    "client.name": DASHBOARD.name,
    "client.secret": DASHBOARD.secret,
    "ops.basic": Buffer.from(`ops:${service.opsPassword}`).toString("base64"),
    "live.ticket": ticket,
    "live.after": "0",
  };
}

/** What is new for each request. */
export const newcomer = (): World => {
  const { email, password } = newPerson();
  return { "new.email": email, "new.password": password, "new.name": `n${password.slice(-12)}` };
};
