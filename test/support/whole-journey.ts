import { json } from "./answer.ts";
import { newPerson, requestCode } from "./client.ts";
import { type LiveService, startLiveService } from "./live-service.ts";
import { operator } from "./operator.ts";
import { type Runtime, startMailMock } from "./processes.ts";
import { ALL_WELL, walkThrough } from "./walk-through.ts";

const TRIES = 11;

/** What came of using all that Redis is for, each as it should be. */
export const AS_PROMISED = {
  smoke: ALL_WELL,
  told: true,
  asked: [...Array.from({ length: TRIES - 1 }, () => 401), 429],
  explained: { used: 10, refuses: true },
  changed: 200,
  listed: true,
};

/**
 * Starts the real service and walks through all that it does with Redis: registration, activation, sessions, passwordless
 * codes and proofs (the smoke test), a live notice, a limit that is reached, what operators are told of it, and their change of it.
 */
export async function takeWholeJourney(
  runtime: Runtime,
  environment: Record<string, string>,
): Promise<{ seen: typeof AS_PROMISED; lines: string[] }> {
  await using mock = await startMailMock();
  await using service = await startLiveService(runtime, mock, {
    LIMITS: "enforce",
    ...environment,
  });
  const printed = await walkThrough(service, mock);
  const seen = {
    smoke: printed.trim().split("\n").at(-1) ?? "",
    told: await isToldOfNewcomer(service),
    ...(await reachLimit(service)),
  };
  return { seen, lines: service.lines };
}

async function isToldOfNewcomer(service: LiveService): Promise<boolean> {
  const { tokens } = await service.signIn();
  await using page = await service.listen(tokens);
  const { email } = await service.arrive();
  return (await page.noticed(1)).some((notice) => notice.email[0] === email[0]);
}

async function reachLimit(
  service: LiveService,
): Promise<Pick<typeof AS_PROMISED, "asked" | "explained" | "changed" | "listed">> {
  const person = newPerson();
  const asked: number[] = [];
  for (let i = 0; i < TRIES; i++) asked.push((await requestCode(service, person)).status);
  const ops = operator(service, "operators-of-a-test");
  const question = { ip: "127.0.0.1", email: person.email, route: "POST /auth/activation-codes" };
  const { buckets } = await json(ops.post("/ops/limits/explain", question));
  const { used, refuses } = buckets.find(
    ({ limit }: { limit: string }) => limit === "resend.address",
  );
  const change = { quota: "12/1m", reason: "a test" };
  const { status: changed } = await ops.put("/ops/limits/resend.address", change, '"0"');
  // The journal is written beside the requests.
  while (!(await (await ops.get("/ops/journal")).text()).includes('"refused"'));
  return { asked, explained: { used, refuses }, changed, listed: true };
}
