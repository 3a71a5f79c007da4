import { describe, test } from "vitest";
import { LOCALES, type Locale } from "../../src/domain/locale.ts";
import { createMessages } from "../../src/email/messages/messages.ts";
import { BRAND, CODE, LINK } from "../support/sample-messages.ts";

const messages = createMessages(BRAND);

describe("a code's life", () => {
  const LIVES: [Locale, ttlMs: number, life: string][] = [
    ["en", 60_000, "for one minute."],
    ["en", 59_600, "for one minute."],
    ["en", 120_000, "for 2 minutes."],
    ["en", 90_000, "for 90 seconds."],
    ["en", 1000, "for one second."],
    ["en", 1, "for one second."],
    ["fr", 60_000, "pendant une minute."],
    ["fr", 600_000, "pendant 10 minutes."],
    ["fr", 1000, "pendant une seconde."],
    ["fr", 30_000, "pendant 30 secondes."],
    ["de", 60_000, "eine Minute lang."],
    ["de", 600_000, "10 Minuten lang."],
    ["de", 1000, "eine Sekunde lang."],
    ["de", 90_000, "90 Sekunden lang."],
    ["es", 60_000, "durante un minuto."],
    ["es", 300_000, "durante 5 minutos."],
    ["es", 1000, "durante un segundo."],
    ["es", 45_000, "durante 45 segundos."],
    ["ar", 60_000, "لمدة دقيقة واحدة."],
    ["ar", 120_000, "لمدة دقيقتين."],
    ["ar", 180_000, "لمدة 3 دقائق."],
    ["ar", 600_000, "لمدة 10 دقائق."],
    ["ar", 660_000, "لمدة 11 دقيقة."],
    ["ar", 1000, "لمدة ثانية واحدة."],
    ["ar", 2000, "لمدة ثانيتين."],
    ["ar", 5000, "لمدة 5 ثوانٍ."],
    ["ar", 90_000, "لمدة 90 ثانية."],
    ["ar", 301_000, "لمدة 301 ثانية."],
    ["en", 3_600_000, "for one hour."],
    ["en", 604_800_000, "for 7 days."],
    ["fr", 86_400_000, "pendant un jour."],
    ["fr", 7_200_000, "pendant 2 heures."],
    ["de", 86_400_000, "einen Tag lang."],
    ["de", 3_600_000, "eine Stunde lang."],
    ["es", 172_800_000, "durante 2 días."],
    ["es", 90_000_000, "durante 25 horas."],
    ["ar", 604_800_000, "لمدة 7 أيام."],
    ["ar", 950_400_000, "لمدة 11 يومًا."],
    ["ar", 172_800_000, "لمدة يومين."],
    ["ar", 10_800_000, "لمدة 3 ساعات."],
  ];

  test.for(LIVES)(
    "in %s of %i ms is told in both parts: %s",
    ([locale, ttlMs, life], { expect }) => {
      const { text, html } = messages(
        { kind: "activation_code", code: CODE, ttlMs, link: LINK },
        locale,
      );
      expect(text).toContain(life);
      expect(html).toContain(life);
    },
  );

  test.for(LOCALES)("in %s has western digits", (locale, { expect }) => {
    for (let seconds = 1; seconds <= 600; seconds++) {
      const content = {
        kind: "activation_code",
        code: CODE,
        ttlMs: seconds * 1000,
        link: LINK,
      } as const;
      expect(messages(content, locale).text).not.toMatch(/(?![0-9])\p{Nd}/u);
    }
  });
});
