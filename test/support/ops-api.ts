import { type Context, Hono } from "hono";
import {
  BREAKER,
  GUESS_BOUND,
  type Limit,
  REPLAY,
  STEP_MS,
  type Settings,
  WEBHOOKS,
  seriesOf,
} from "./ops-answers.ts";
import { type OpsMailApi, createOpsMailApi } from "./ops-mail-api.ts";

type Change = {
  version: number;
  limit: string;
  settings: Settings | null;
  by: string;
  reason: string;
  at: string;
  previous: Settings;
};

/** An operators' API that keeps everything in memory, for tests of the page alone. */
export type OpsApi = {
  app: Hono;
  limits: Limit[];
  changes: Change[];
  /** Every request that came, as "PUT /ops/limits/activate.ip". */
  requests: string[];
  /** While set, every answer is this status. */
  fault: { status: 503 | null };
  breaker: { open: boolean };
  mail: Omit<OpsMailApi, "app">;
  webhooks: typeof WEBHOOKS;
  /** From now on the list of limits stays as it is, as on an instance that hears of no change. */
  keepsTellingOldLimits(): void;
  /** As another operator would. */
  change(name: string, settings: Partial<Settings>, reason: string, by?: string): Limit;
};

const settingsOf = (quota: string, over: Partial<Settings> = {}): Settings => ({
  quota,
  mode: "enforce",
  when_redis_is_away: "deny",
  allow: [],
  candidate: null,
  ...over,
});

const boundOf = (quota: string): string => {
  const [most, length] = quota.split("/");
  return `never more than ${most} in any ${length}; a slot frees up to 3 s late`;
};

const limitOf = (name: string, quota: string, counts_by: string, routes: string[]): Limit => ({
  name,
  settings: settingsOf(quota),
  default: settingsOf(quota),
  version: 0,
  counts_by,
  routes,
  bound: boundOf(quota),
});

export function createOpsApi(): OpsApi {
  const app = new Hono();
  const limits = [
    limitOf("activate.ip", "30/1m", "ip", ["POST /auth/activate"]),
    limitOf("activate.address", "10/1m", "ip+address", ["POST /auth/activate"]),
    limitOf("register.ip", "20/1h", "ip", ["POST /users"]),
    limitOf("send.hour", "5/1h", "address", ["POST /users", "POST /auth/activation-codes"]),
    limitOf("reset.ip", "20/1h", "ip", []),
  ];
  const changes: Change[] = [];
  const requests: string[] = [];
  const fault: OpsApi["fault"] = { status: null };
  const breaker = { open: false };
  const mail = createOpsMailApi();
  const webhooks = structuredClone(WEBHOOKS);

  const find = (name: string): Limit => {
    const limit = limits.find((one) => one.name === name);
    if (!limit) throw new Error(`there is no limit ${name}`);
    return limit;
  };
  const set = (limit: Limit, settings: Settings | null, reason: string, by: string): Limit => {
    const previous = limit.settings;
    limit.settings = settings ?? limit.default;
    limit.bound = boundOf(limit.settings.quota);
    limit.version++;
    const at = new Date(Date.UTC(2026, 0, 31, 9, 30 + changes.length)).toISOString();
    const { name, version } = limit;
    changes.unshift({ version, limit: name, settings, by, reason, at, previous });
    return limit;
  };
  const isCurrent = (c: Context, { version }: Limit): boolean =>
    c.req.header("if-match") === `"${version}"`;
  const refuse = (c: Context, status: 412 | 422, body: Record<string, unknown>): Response =>
    c.json({ title: "Refused", ...body }, status, { "Content-Type": "application/problem+json" });

  app.use(async (c, next) => {
    requests.push(`${c.req.method} ${decodeURIComponent(c.req.path)}`);
    if (fault.status !== null) return c.json({ title: "A part is away" }, fault.status);
    return next();
  });
  app.route("/", mail.app);
  app.get("/ops/webhooks", (c) =>
    c.json({ ...webhooks, dead: webhooks.events.length, events: undefined }),
  );
  app.get("/ops/webhooks/events", (c) => c.json({ events: webhooks.events, next: null }));
  let told: Limit[] | null = null;
  app.get("/ops/limits", (c) => c.json({ limits: told ?? limits }));
  app.get("/ops/limits/:name", (c) => c.json(find(c.req.param("name"))));
  app.put("/ops/limits/:name", async (c) => {
    const limit = find(c.req.param("name"));
    const { reason, ...settings } = await c.req.json();
    const errors = [
      ...(/^\d+\/\d+[smhd]$/.test(settings.quota)
        ? []
        : [{ field: "quota", message: "is not a quota" }]),
      ...(settings.allow as string[]).flatMap((entry, i) =>
        /^[\da-f.:]+(\/\d+)?$/.test(entry)
          ? []
          : [{ field: `allow.${i}`, message: "is not a network" }],
      ),
    ];
    if (errors.length > 0) return refuse(c, 422, { code: "invalid_request", errors });
    if (c.req.query("dry_run") === "true") return c.json({ dry_run: true, replay: REPLAY });
    if (!isCurrent(c, limit)) return refuse(c, 412, { code: "precondition_failed" });
    return c.json(set(limit, settings, reason, "ops"));
  });
  app.delete("/ops/limits/:name", async (c) => {
    const limit = find(c.req.param("name"));
    const { reason } = await c.req.json();
    if (!isCurrent(c, limit)) return refuse(c, 412, { code: "precondition_failed" });
    return c.json(set(limit, null, reason, "ops"));
  });
  app.get("/ops/changes", (c) => c.json({ changes }));
  app.get("/ops/guess-bound", (c) => c.json(GUESS_BOUND));
  app.get("/ops/breaker", (c) => c.json({ ...BREAKER, open: breaker.open }));
  app.get("/ops/traffic", (c) =>
    c.json({
      step_seconds: STEP_MS / 1000,
      from: new Date(Date.UTC(2026, 0, 31, 9, 45)).toISOString(),
      series: limits.map(seriesOf),
    }),
  );
  app.post("/ops/limits/explain", async (c) => {
    const { ip, email } = await c.req.json();
    if (ip === undefined)
      return refuse(c, 422, {
        code: "invalid_request",
        errors: [{ field: "ip", message: "is required" }],
      });
    const bucket = (limit: string, quota: string, used: number, left: number): object => ({
      id: `${limit}:${ip}/${email}`,
      limit,
      mode: "enforce",
      quota,
      used,
      left,
      resets_at: null,
      refuses: left === 0,
      allowed_by_list: false,
    });
    return c.json({
      buckets: [bucket("activate.ip", "30/1m", 12, 18), bucket("activate.address", "10/1m", 10, 0)],
      guess_budget: { used: 5, left: 5 },
    });
  });
  return {
    app,
    limits,
    changes,
    requests,
    fault,
    breaker,
    mail,
    webhooks,
    keepsTellingOldLimits() {
      told = structuredClone(limits);
    },
    change: (name, over, reason, by = "grace") =>
      set(find(name), { ...find(name).settings, ...over }, reason, by),
  };
}
