import { en } from "./en.ts";
import type { Words } from "./words.ts";

// A no-break space stands before a colon.
export const fr: Words = {
  direction: "ltr",
  days: { one: "un jour", other: "{{count}} jours" },
  minutes: { one: "une minute", other: "{{count}} minutes" },
  seconds: { one: "une seconde", other: "{{count}} secondes" },
  messages: {
    ...en.messages,
    activation_code: {
      subject: "Votre code d’activation {{product}}",
      preview: "Saisissez-le pour activer votre compte.",
      heading: "Votre code d’activation {{product}}\u00a0:",
      paragraphs: [
        "Il est valable pendant {{life}}. S’il a expiré, demandez-en un nouveau.",
        "Si vous n’avez pas demandé d’inscription, ignorez ce message et ne communiquez ce code à personne\u00a0: sans lui, rien ne se passe.",
      ],
    },
    already_registered: {
      subject: "Vous avez déjà un compte {{product}}",
      preview: "Vous pouvez vous connecter avec votre mot de passe.",
      heading: "Vous avez déjà un compte {{product}}",
      paragraphs: [
        "Quelqu’un a tenté de s’inscrire sur {{product}} avec cette adresse e\u2011mail. Vous avez déjà un compte\u00a0: connectez-vous avec votre mot de passe.",
        "Si ce n’était pas vous, vous n’avez rien à faire\u00a0: votre compte et votre mot de passe n’ont pas changé.",
      ],
    },
  },
};
