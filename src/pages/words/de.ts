import type { CommonWords } from "./common.ts";

export const de: CommonWords = {
  direction: "ltr",
  email: "E\u2011Mail-Adresse",
  password: "Passwort",
  newPassword: "Neues Passwort",
  newPasswordHint: "Mindestens {{min}} Zeichen. Lang ist besser als kompliziert.",
  show: "Anzeigen",
  hide: "Verbergen",
  error: "Fehler",
  trouble: "Das hat nicht geklappt",
  start: "Zur Startseite",
  nav: {
    welcome: "Willkommen",
    account: "Ihr Konto",
    signOut: "Abmelden",
    signIn: "Anmelden",
    register: "Konto erstellen",
  },
  says: {
    email_invalid: "Das ist keine E\u2011Mail-Adresse.",
    username_invalid:
      "Ein Benutzername hat 3 bis 32 Zeichen aus A\u2013Z, a\u2013z, 0\u20139, _ . - und beginnt mit einem Buchstaben oder einer Ziffer.",
    code_digits: "Der Code hat {{count}} Ziffern.",
    cross_site:
      "Die Anfrage kam von einer anderen Website; deshalb ist nichts geschehen. Öffnen Sie diese Seite neu, und versuchen Sie es noch einmal.",
    signed_out: "Bitte melden Sie sich noch einmal an.",
    account_disabled: "Dieses Konto ist gesperrt.",
    password_incorrect: "Das aktuelle Passwort ist falsch.",
    username_taken: "Diesen Benutzernamen hat schon jemand. Wählen Sie einen anderen.",
    email_taken: "Diese Adresse gehört inzwischen zu einem anderen Konto.",
    last_admin:
      "Sie sind die einzige Person mit Administratorrechten. Geben Sie diese zuerst auch jemand anderem.",
    not_found: "Diese Seite gibt es nicht.",
    invalid_credentials: "Die E\u2011Mail-Adresse oder das Passwort ist falsch.",
    code_incorrect: "Der Code ist falsch. Verbleibende Versuche: {{count}}.",
    code_expired: "Der Code ist abgelaufen.",
    code_exhausted: "Es wurden zu viele falsche Codes eingegeben.",
    code_sent:
      "Ein neuer Code ist unterwegs. Geben Sie ihn hier ein, oder öffnen Sie den Link der neuen Nachricht.",
    resend_too_soon: "Der letzte Code wurde gerade erst gesendet.",
    rate_limited: "Es gab zu viele Versuche.",
    unavailable: "Der Dienst ist gerade nicht verfügbar. Es wurde nichts geändert.",
    failed: "Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es später noch einmal.",
    invalid_request: "Bitte prüfen Sie Ihre Eingaben.",
    link_expired: "Dieser Link wurde schon benutzt oder ist zu alt. Fordern Sie einen neuen an.",
    password_length: "Das Passwort muss {{min}} bis 256 Zeichen haben.",
    password_refused: "Das Passwort ist zu leicht zu erraten. Wählen Sie ein anderes.",
    refused_too_common:
      "Dieses Passwort verwenden viele; es wird zuerst ausprobiert. Wählen Sie ein anderes.",
    refused_contains_context:
      "Das Passwort besteht aus Namen, die leicht zu erraten sind, etwa Ihrer Adresse. Wählen Sie ein anderes.",
    refused_repetitive: "Das Passwort wiederholt sich. Wählen Sie ein anderes.",
    refused_breached:
      "Dieses Passwort ist aus einem Datenleck bei einem anderen Anbieter bekannt. Wählen Sie ein anderes.",
    again: "Ein neuer Versuch ist {{when}} möglich.",
  },
};
