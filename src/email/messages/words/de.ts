import { en } from "./en.ts";
import type { Words } from "./words.ts";

export const de: Words = {
  direction: "ltr",
  days: { one: "einen Tag", other: "{{count}} Tage" },
  minutes: { one: "eine Minute", other: "{{count}} Minuten" },
  seconds: { one: "eine Sekunde", other: "{{count}} Sekunden" },
  messages: {
    ...en.messages,
    activation_code: {
      subject: "Ihr Aktivierungscode für {{product}}",
      preview: "Geben Sie ihn ein, um Ihr Konto zu aktivieren.",
      heading: "Ihr Aktivierungscode für {{product}}:",
      paragraphs: [
        "Er gilt {{life}} lang. Ist er abgelaufen, fordern Sie bitte einen neuen an.",
        "Wenn Sie sich nicht registriert haben, ignorieren Sie diese Nachricht und geben Sie den Code nicht weiter: Ohne ihn geschieht nichts.",
      ],
    },
    already_registered: {
      subject: "Sie haben bereits ein Konto bei {{product}}",
      preview: "Sie können sich mit Ihrem Passwort anmelden.",
      heading: "Sie haben bereits ein Konto bei {{product}}",
      paragraphs: [
        "Jemand wollte sich mit dieser E\u2011Mail-Adresse bei {{product}} registrieren. Sie haben bereits ein Konto: Melden Sie sich einfach mit Ihrem Passwort an.",
        "Wenn Sie das nicht waren, müssen Sie nichts tun: Ihr Konto und Ihr Passwort sind unverändert.",
      ],
    },
  },
};
