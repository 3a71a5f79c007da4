import { HttpResponse } from "msw";
import { test } from "vitest";
import { newPerson, register } from "../support/client.ts";
import { startService } from "../support/service.ts";

test.concurrent.for<[string, () => string, number]>([
  ["in seconds", () => "2", 2000],
  // Whole seconds: the one that is named may be nearer by almost a second.
  ["as a date", () => new Date(Date.now() + 3000).toUTCString(), 2000],
])(
  "a provider that wants a pause %s is asked for nobody before it is over",
  async ([, retryAfter, earliestMs], { expect }) => {
    await using service = await startService();
    const askedAt: number[] = [];
    service.email.answerWith(() => {
      askedAt.push(performance.now());
      if (askedAt.length > 1) return undefined;
      return new HttpResponse(null, { status: 429, headers: { "retry-after": retryAfter() } });
    });
    const [early, late] = [newPerson(), newPerson()];
    await register(service, early);
    await expect.poll(() => askedAt.length, { timeout: 10_000 }).toBeGreaterThan(0);
    // Somebody else's mail, too: it is the provider that wants to be left alone.
    await register(service, late);
    await Promise.all([service.email.mailTo(early.email), service.email.mailTo(late.email)]);
    const [askedFirst = 0, ...later] = askedAt;
    // Timers may fire a few milliseconds early.
    expect(Math.min(...later) - askedFirst).toBeGreaterThanOrEqual(earliestMs - 20);
    expect(askedAt).toHaveLength(3);
  },
);
