import type { ActivateWords } from "./words.ts";

export const de: ActivateWords = {
  title: "Konto aktivieren",
  lead: "Die E\u2011Mail mit Ihrem Code geht an {{email}}.",
  states: {
    queued: "Die E\u2011Mail ist unterwegs.",
    sent: "Die E\u2011Mail wurde gesendet. Geben Sie ihren Code hier ein.",
    expired: "Der Code ist abgelaufen. Fordern Sie einen neuen an.",
    exhausted: "Es wurden zu viele falsche Codes eingegeben. Fordern Sie einen neuen an.",
    unsent:
      "Die E\u2011Mail konnte nicht rechtzeitig gesendet werden. Fordern Sie einen neuen Code an.",
    undeliverable:
      "Wir konnten die E\u2011Mail nicht zustellen. Stimmt die Adresse? Wenn nicht, erstellen Sie Ihr Konto noch einmal mit der richtigen. Wenn ja, ist das Postfach vielleicht voll, oder es nimmt unsere E\u2011Mails nicht an.",
  },
  runsOut: "Der Code läuft {{when}} ab.",
  triesLeft: "Verbleibende Versuche: {{count}}.",
  code: "Code",
  digit: "Ziffer {{n}} von {{of}}",
  codeInvalid:
    "Der Code ist die Zahl in der E\u2011Mail: 4 Ziffern, oder 8, wenn in der E\u2011Mail 8 stehen.",
  submit: "Aktivieren",
  resend: "Neuen Code senden",
  resendWhen: "Einen neuen Code können Sie {{when}} anfordern.",
  resendNow: "Einen neuen Code können Sie jetzt anfordern.",
  otherAddress: "Andere Adresse verwenden",
  look: "Aktuellen Stand anzeigen",
  askedLead:
    "Geben Sie die Adresse und das Passwort ein, mit denen Sie sich registriert haben, und den Code aus der E\u2011Mail.",
  over: "Diese Registrierung gilt nicht mehr: Sie ist zu lange her, oder die Adresse wurde noch einmal registriert. Geben Sie den Code der neuesten E\u2011Mail und das Passwort dieser Registrierung ein, oder erstellen Sie Ihr Konto noch einmal.",
};
