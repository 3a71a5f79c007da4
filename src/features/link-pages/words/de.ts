import type { PageWords } from "./words.ts";

export const de: PageWords = {
  direction: "ltr",
  noScript: "Diese Seite braucht JavaScript.",
  email: "E\u2011Mail-Adresse",
  password: "Passwort",
  show: "Anzeigen",
  hide: "Verbergen",
  reset: {
    title: "Neues Passwort wählen",
    ask: {
      lead: "Geben Sie Ihre E\u2011Mail-Adresse ein, und wir senden Ihnen einen Link, um ein neues Passwort zu wählen.",
      submit: "Link senden",
    },
    sent: {
      title: "Sehen Sie in Ihr Postfach",
      text: "Wenn es zu der Adresse ein Konto gibt, ist eine Nachricht mit einem Link unterwegs. Der Link gilt {{life}} lang. Nichts angekommen? Sehen Sie im Spam nach, und prüfen Sie die Adresse.",
    },
    choose: {
      lead: "Alle Geräte werden abgemeldet. Danach melden Sie sich mit dem neuen Passwort an.",
      password: "Neues Passwort",
      hint: "Mindestens {{min}} Zeichen. Lang ist besser als kompliziert.",
      submit: "Passwort speichern",
    },
    done: {
      title: "Ihr Passwort wurde geändert",
      text: "Alle Geräte wurden abgemeldet. Melden Sie sich mit dem neuen Passwort an.",
    },
  },
  undo: {
    title: "Neue E\u2011Mail-Adresse rückgängig machen",
    lead: "Ihr Konto erhält die Adresse zurück, an die die Nachricht mit diesem Link kam. Die neuere Adresse wird entfernt, alle Geräte werden abgemeldet, und Sie wählen ein neues Passwort.",
    submit: "Änderung rückgängig machen",
    reset: "Neues Passwort wählen",
    done: {
      title: "Die Änderung ist rückgängig gemacht",
      text: "Ihr Konto hat wieder seine frühere Adresse, und alle Geräte wurden abgemeldet. Das bisherige Passwort gilt nicht mehr, denn wer die Adresse geändert hat, kannte es: Wählen Sie jetzt ein neues.",
    },
    expired: {
      title: "Dieser Link gilt nicht mehr",
      text: "Er wurde schon benutzt oder ist zu alt. Es wurde nichts geändert.",
    },
    taken: {
      title: "Die Adresse ist vergeben",
      text: "Ein anderes Konto hat jetzt diese Adresse; sie lässt sich deshalb nicht wiederherstellen. Es wurde nichts geändert.",
    },
    missing: {
      title: "Der Link ist nicht vollständig",
      text: "Öffnen Sie diese Seite über den Link in der Nachricht.",
    },
  },
  says: {
    busy: "Einen Moment …",
    invalid_credentials: "Die E\u2011Mail-Adresse oder das Passwort ist falsch.",
    code_incorrect: "Der Code ist falsch. Verbleibende Versuche: {{count}}.",
    code_expired: "Der Code ist abgelaufen.",
    code_exhausted: "Es waren zu viele falsche Codes.",
    code_sent:
      "Ein neuer Code ist unterwegs. Geben Sie ihn hier ein, oder öffnen Sie den Link der neuen Nachricht.",
    resend_too_soon: "Der letzte Code wurde gerade erst gesendet.",
    rate_limited: "Es waren zu viele Versuche.",
    unavailable: "Der Dienst ist gerade nicht verfügbar. Es wurde nichts geändert.",
    unreachable:
      "Der Dienst ist nicht erreichbar. Prüfen Sie Ihre Verbindung, und versuchen Sie es noch einmal.",
    failed: "Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es später noch einmal.",
    invalid_request: "Bitte prüfen Sie Ihre Eingaben.",
    link_expired: "Dieser Link wurde schon benutzt oder ist zu alt. Fordern Sie einen neuen an.",
    password_length: "Das Passwort muss {{min}} bis 256 Zeichen haben.",
    password_refused: "Das Passwort ist zu leicht zu erraten. Wählen Sie ein anderes.",
    refused_too_common:
      "Dieses Passwort haben viele; es wird zuerst probiert. Wählen Sie ein anderes.",
    refused_contains_context:
      "Das Passwort besteht aus Namen, die leicht zu erraten sind, etwa Ihrer Adresse. Wählen Sie ein anderes.",
    refused_repetitive: "Das Passwort wiederholt sich. Wählen Sie ein anderes.",
    refused_breached:
      "Dieses Passwort ist aus einem Datenleck anderswo bekannt. Wählen Sie ein anderes.",
    again: "Ein neuer Versuch ist {{when}} möglich.",
    again_now: "Sie können es jetzt noch einmal versuchen.",
  },
};
