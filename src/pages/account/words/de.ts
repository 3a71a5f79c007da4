import type { AccountWords } from "./words.ts";

export const de: AccountWords = {
  sections: {
    profile: "Profil",
    password: "Passwort",
    email: "E\u2011Mail-Adresse",
    devices: "Geräte",
    deletion: "Konto löschen",
  },
  done: {
    "profile-saved": "Ihr Profil ist gespeichert.",
    "password-changed": "Ihr Passwort wurde geändert. Alle anderen Geräte wurden abgemeldet.",
    "code-sent": "Ein Code ist unterwegs an die neue Adresse. Geben Sie ihn unten ein.",
    "email-changed":
      "Ihre E\u2011Mail-Adresse wurde geändert. Alle anderen Geräte wurden abgemeldet; eine Nachricht an die bisherige Adresse erklärt, wie sich das rückgängig machen lässt.",
    "device-signed-out": "Das Gerät wurde abgemeldet.",
    "others-signed-out": "Alle anderen Geräte wurden abgemeldet.",
  },
  submit: "Speichern",
  currentPassword: "Aktuelles Passwort",
  profile: {
    username: "Benutzername",
    usernameHint:
      "3 bis 32 Buchstaben, Ziffern, _ . oder -. Lassen Sie das Feld leer, um keinen zu haben.",
    locale: "Sprache der Nachrichten an Sie",
  },
  password: {
    lead: "Alle anderen Geräte werden dann abgemeldet; dieses bleibt angemeldet.",
    submit: "Passwort ändern",
    same: "Das ist Ihr aktuelles Passwort. Wählen Sie ein anderes.",
  },
  email: {
    current: "Ihre Adresse ist {{email}}.",
    consequences:
      "Wenn sich die Adresse ändert, werden alle anderen Geräte abgemeldet; dieses bleibt angemeldet. Die bisherige Adresse erhält eine Nachricht, mit der sich die Änderung {{days}} Tage lang rückgängig machen lässt.",
    undeliverable:
      "Unsere Nachrichten an diese Adresse kommen zurück; Sie könnten Ihr Passwort nicht zurücksetzen. Bitte geben Sie uns eine andere.",
    states: {
      queued: "Wir senden einen Code an {{email}}.",
      sent: "Wir haben einen Code an {{email}} gesendet. Er gilt bis {{time}}. Verbleibende Versuche: {{count}}.",
      expired: "Der Code für {{email}} ist abgelaufen. Fordern Sie unten einen neuen an.",
      exhausted:
        "Für {{email}} wurden zu viele falsche Codes eingegeben. Fordern Sie unten einen neuen an.",
      unsent:
        "Der Code für {{email}} konnte nicht gesendet werden. Fordern Sie unten einen neuen an.",
      undeliverable:
        "Die Nachricht an {{email}} konnte nicht zugestellt werden. Bitte prüfen Sie die Adresse.",
    },
    unknown: "Ob Sie um eine andere Adresse gebeten haben, lässt sich gerade nicht sagen.",
    pending: "Bis Sie den Code eingeben, bleibt Ihre Adresse, wie sie ist.",
    code: "Code aus der Nachricht",
    confirm: "Adresse ändern",
    codeHint: "{{count}} Ziffern.",
    ask: "Adresse ändern",
    askAgain: "Einen neuen Code oder eine andere Adresse anfordern",
    email: "Neue E\u2011Mail-Adresse",
    submit: "Code dorthin senden",
    same: "Das ist schon Ihre Adresse.",
  },
  devices: {
    lead: "Auf diesen Geräten sind Sie angemeldet. Melden Sie ab, was Sie nicht kennen, und ändern Sie Ihr Passwort.",
    thisOne: "Dieses Gerät",
    used: "Zuletzt benutzt {{time}}, von {{place}}",
    signOut: "Abmelden",
    signOutOthers: "Alle anderen Geräte abmelden",
    gone: "Dieses Gerät ist schon abgemeldet.",
  },
  deletion: {
    lead: "Das Konto und alles, was wir über Sie wissen, werden sofort gelöscht. Niemand kann das rückgängig machen.",
    confirmation: "Mein Konto endgültig löschen",
    unconfirmed: "Bitte setzen Sie dieses Häkchen, wenn Sie das Konto löschen möchten.",
    submit: "Konto löschen",
  },
};
