import type { Words } from "./words.ts";

export const de: Words = {
  direction: "ltr",
  days: { one: "einen Tag", other: "{{count}} Tage" },
  hours: { one: "eine Stunde", other: "{{count}} Stunden" },
  minutes: { one: "eine Minute", other: "{{count}} Minuten" },
  seconds: { one: "eine Sekunde", other: "{{count}} Sekunden" },
  bareLink: "Falls die Schaltfläche nichts bewirkt, öffnen Sie diese Adresse im Browser:",
  messages: {
    activation_code: {
      subject: "Ihr Aktivierungscode für {{product}}",
      preview: "Geben Sie ihn ein, um Ihr Konto zu aktivieren.",
      heading: "Ihr Aktivierungscode für {{product}}:",
      paragraphs: [
        "Er gilt {{life}} lang. Ist er abgelaufen, fordern Sie bitte einen neuen an.",
        "Wenn Sie sich nicht registriert haben, ignorieren Sie diese Nachricht und geben Sie den Code nicht weiter: Ohne ihn geschieht nichts.",
      ],
      linkLabel: "Im Browser aktivieren",
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
    password_reset: {
      subject: "Neues Passwort für {{product}} wählen",
      preview: "Der Link gilt {{life}} lang.",
      heading: "Wählen Sie ein neues Passwort für {{product}}",
      paragraphs: [
        "Jemand hat ein neues Passwort für das Konto mit dieser E\u2011Mail-Adresse angefordert. Der Link unten gilt {{life}} lang, und nur einmal.",
        "Wenn Sie das nicht waren, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.",
      ],
      linkLabel: "Neues Passwort wählen",
    },
    password_changed: {
      subject: "Ihr Passwort für {{product}} wurde geändert",
      preview: "Alle anderen Geräte wurden abgemeldet.",
      heading: "Ihr Passwort für {{product}} wurde geändert",
      paragraphs: [
        "Alle anderen Geräte wurden abgemeldet.",
        "Wenn Sie das nicht waren, fordern Sie sofort ein neues Passwort an: Mit Zugang zu diesem Postfach können Sie das.",
      ],
    },
    email_change_code: {
      subject: "Bestätigen Sie Ihre neue E\u2011Mail-Adresse bei {{product}}",
      preview: "Geben Sie den Code ein, um diese Adresse zu verwenden.",
      heading: "Ihr Code, um diese Adresse bei {{product}} zu verwenden:",
      paragraphs: [
        "Er gilt {{life}} lang.",
        "Wenn Sie ihn nicht angefordert haben, ignorieren Sie diese Nachricht und geben Sie den Code nicht weiter: Ohne ihn geschieht nichts.",
      ],
    },
    email_taken: {
      subject: "Sie haben bereits ein Konto bei {{product}}",
      preview: "Jemand wollte diese Adresse für ein anderes Konto verwenden.",
      heading: "Zu dieser Adresse gibt es bereits ein Konto bei {{product}}",
      paragraphs: [
        "Jemand wollte diese E\u2011Mail-Adresse für ein anderes Konto bei {{product}} verwenden. Sie gehört zu Ihrem Konto und bleibt dort.",
        "Wenn Sie das nicht waren, müssen Sie nichts tun.",
      ],
    },
    email_changed: {
      subject: "Ihr Konto bei {{product}} hat eine neue E\u2011Mail-Adresse",
      preview: "Wenn Sie das nicht waren, können Sie es rückgängig machen.",
      heading: "Ihr Konto bei {{product}} hat eine neue E\u2011Mail-Adresse",
      paragraphs: [
        "Ab jetzt melden Sie sich mit der neuen Adresse an; diese hier wird nicht mehr verwendet.",
        "Wenn Sie das nicht waren, stellt der Link unten diese Adresse wieder her, meldet alle Geräte ab und macht das Passwort ungültig; Sie wählen dann ein neues. Er gilt {{life}} lang.",
      ],
      linkLabel: "Änderung rückgängig machen",
    },
    account_deleted: {
      subject: "Ihr Konto bei {{product}} wurde gelöscht",
      preview: "Nichts davon wird aufbewahrt.",
      heading: "Ihr Konto bei {{product}} wurde gelöscht",
      paragraphs: [
        "Es ist fort, und mit ihm alles, was wir über Sie wussten. Danke, dass Sie bei uns waren.",
      ],
    },
    otp_code: {
      subject: "Ihr Code für {{product}}",
      preview: "Geben Sie ihn dort ein, wo Sie ihn angefordert haben.",
      heading: "Ihr Code für {{product}}:",
      paragraphs: [
        "Er ist für {{audience}} bestimmt und gilt ab der Anforderung {{life}} lang.",
        "Wenn Sie ihn nicht angefordert haben, ignorieren Sie diese Nachricht und geben Sie den Code nicht weiter: Ohne ihn geschieht nichts.",
      ],
    },
  },
};
