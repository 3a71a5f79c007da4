/**
 * What stands for something that is true of the service at that moment, by the name of the field that it belongs in. A
 * printed counterexample shows these names, and a repeated run puts what they mean then in their place.
 */
export const KNOWN_VALUES: Record<string, string[]> = {
  email: ["active", "pending", "other", "disabled", "new"].map((who) => `‹${who}.email›`),
  password: ["‹active.password›", "‹pending.password›", "‹disabled.password›", "‹new.password›"],
  current_password: ["‹active.password›", "‹admin.password›", "‹other.password›"],
  new_password: ["‹new.password›", "‹active.password›"],
  code: ["‹pending.code›", "‹otp.code›", "‹change.code›", "0000", "00000000", "000000000000"],
  refresh_token: ["‹active.refresh›", "‹other.refresh›", "‹spent.refresh›", "‹client.refresh›"],
  token: [
    "‹active.access›",
    "‹active.refresh›",
    "‹client.access›",
    "‹client.refresh›",
    "‹ended.access›",
    "‹reset.token›",
    "‹undo.token›",
  ],
  username: ["‹active.email›", "‹pending.email›", "ada", "‹new.name›"],
  grant_type: ["refresh_token", "password"],
  client_id: ["‹client.name›"],
  client_secret: ["‹client.secret›"],
  device_token: ["‹active.device›", "‹other.device›"],
  id: [
    "‹active.session›",
    "‹other.session›",
    "‹otp.id›",
    "‹active.id›",
    "‹other.id›",
    "‹admin.id›",
    "‹pending.id›",
    "‹disabled.id›",
    "‹bucket.id›",
  ],
  account_id: ["‹active.id›", "‹admin.id›"],
  actor: ["‹admin.id›", "ops"],
  search: ["‹active.email›", "@example.com", "‹active.id›", "a"],
  cursor: ["‹users.cursor›", "‹audit.cursor›"],
  before: ["‹dead.cursor›", "‹event.id›"],
  ids: ["‹dead.id›", "‹event.id›", "‹active.id›"],
  name: ["activate.ip", "sign-in.ip", "register.ip", "otp-check.ip", "ops.ip", "nobody.ip"],
  quota: ["20/1m", "1000/1h", "1/1s", "100000/1d"],
  candidate: ["20/1m", "1000/1h"],
  allow: ["10.0.0.0/8", "2001:db8::/32"],
  set: ["20/1m", "1/1h"],
  ip: ["198.51.100.7", "2001:db8::1"],
  provider: ["http", "resend", "smtp"],
  proof: ["‹proof.token›", "‹proof.details›"],
  audience: ["shop", "‹proof.audience›"],
  nonce: ["‹proof.nonce›"],
  ticket: ["‹live.ticket›"],
  after: ["0", "‹live.after›", "1769860800000-0"],
  "last-event-id": ["0", "1769860800000-0"],
  "if-match": ['"0"', '"1"', '"2"', "*", "‹limit.etag›"],
  "idempotency-key": ["key-‹active.id›", "key-‹new.name›"],
};

/** Who may ask, by what the document calls it. */
export const CREDENTIALS: Record<string, string[]> = {
  basic: ["pending", "active", "disabled", "other"].map((who) => `Basic ‹${who}.basic›`),
  bearer: ["active", "other", "admin", "admin", "ended", "disabled", "client"].map(
    (who) => `Bearer ‹${who}.access›`,
  ),
  client: ["Basic ‹client.basic›"],
  operator: ["Basic ‹ops.basic›"],
};

/** Bodies whose members belong together, by operation: without them hardly one would be right. */
export const KNOWN_BODIES: Record<string, Record<string, unknown>[]> = {
  registerUser: [{ email: "‹active.email›", password: "‹new.password›" }],
  activateUser: [{ code: "‹pending.code›" }],
  signIn: ["active", "other", "pending", "disabled"].map((who) => ({
    email: `‹${who}.email›`,
    password: `‹${who}.password›`,
    device: "Ada's phone",
  })),
  grantToken: [
    { grant_type: "refresh_token", refresh_token: "‹client.refresh›" },
    { grant_type: "refresh_token", refresh_token: "‹active.refresh›" },
    { grant_type: "password", username: "‹other.email›", password: "‹other.password›" },
  ],
  introspectToken: [{ token: "‹client.access›" }, { token: "‹active.refresh›" }],
  verifyOtp: [{ id: "‹otp.id›", code: "‹otp.code›" }],
  sendOtp: [{ email: "‹new.email›", audience: "shop", nonce: "n-1" }],
  verifyProof: ["‹proof.token›", "‹proof.details›"].map((proof) => ({
    proof,
    audience: "shop",
    nonce: "n-1",
  })),
  changeOwnPassword: [{ current_password: "‹active.password›", new_password: "‹new.password›" }],
  requestEmailChange: [{ email: "‹new.email›", current_password: "‹active.password›" }],
  confirmEmailChange: [{ code: "‹change.code›" }],
  deleteOwnUser: [{ current_password: "‹active.password›" }],
  explainLimits: [{ email: "‹active.email›", route: "POST /sessions" }],
  changeLimit: [{ quota: "20/1m", candidate: "30/1m", reason: "a trial" }],
  redriveMail: [{ ids: ["‹dead.id›"], reason: "a trial" }],
  dropMail: [{ ids: ["‹dead.id›"], reason: "a trial" }],
  redriveWebhooks: [{ ids: ["‹event.id›"], reason: "a trial" }],
  dropWebhooks: [{ all_since: "2026-01-31T12:00:00.000Z", reason: "a trial" }],
  liftSuppression: [{ email: "‹active.email›", reason: "a trial" }],
  reportMailFeedback: ["bounced", "complained", "soft_bounced", "delivered"].map((type) => ({
    type,
    data: { message_id: "‹dead.id›", reason: "550 5.1.1" },
  })),
};
