import type { Words } from "./words.ts";

// A no-break space stands before a colon.
export const fr: Words = {
  direction: "ltr",
  days: { one: "un jour", other: "{{count}} jours" },
  hours: { one: "une heure", other: "{{count}} heures" },
  minutes: { one: "une minute", other: "{{count}} minutes" },
  seconds: { one: "une seconde", other: "{{count}} secondes" },
  bareLink: "Si le bouton ne fonctionne pas, ouvrez cette adresse dans votre navigateur\u00a0:",
  messages: {
    activation_code: {
      subject: "Votre code d’activation {{product}}",
      preview: "Saisissez-le pour activer votre compte.",
      heading: "Votre code d’activation {{product}}\u00a0:",
      paragraphs: [
        "Il est valable pendant {{life}}. S’il a expiré, demandez-en un nouveau.",
        "Si vous n’avez pas demandé d’inscription, ignorez ce message et ne communiquez ce code à personne\u00a0: sans lui, rien ne se passe.",
      ],
      linkLabel: "Activer dans votre navigateur",
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
    password_reset: {
      subject: "Choisissez un nouveau mot de passe {{product}}",
      preview: "Le lien est valable pendant {{life}}.",
      heading: "Choisissez un nouveau mot de passe {{product}}",
      paragraphs: [
        "Quelqu’un a demandé un nouveau mot de passe pour le compte associé à cette adresse e\u2011mail. Le lien ci-dessous est valable pendant {{life}}, et une seule fois.",
        "Si ce n’était pas vous, vous n’avez rien à faire\u00a0: votre mot de passe ne change pas.",
      ],
      linkLabel: "Choisir un nouveau mot de passe",
    },
    password_changed: {
      subject: "Votre mot de passe {{product}} a été modifié",
      preview: "Tous les autres appareils ont été déconnectés.",
      heading: "Votre mot de passe {{product}} a été modifié",
      paragraphs: [
        "Tous les autres appareils ont été déconnectés.",
        "Si ce n’était pas vous, demandez tout de suite un nouveau mot de passe\u00a0: l’accès à cette boîte de réception suffit.",
      ],
    },
    email_change_code: {
      subject: "Confirmez votre nouvelle adresse e\u2011mail {{product}}",
      preview: "Saisissez le code pour utiliser cette adresse.",
      heading: "Votre code pour utiliser cette adresse sur {{product}}\u00a0:",
      paragraphs: [
        "Il est valable pendant {{life}}.",
        "Si vous ne l’avez pas demandé, ignorez ce message et ne communiquez ce code à personne\u00a0: sans lui, rien ne se passe.",
      ],
    },
    email_taken: {
      subject: "Vous avez déjà un compte {{product}}",
      preview: "Quelqu’un a voulu utiliser cette adresse pour un autre compte.",
      heading: "Cette adresse a déjà un compte {{product}}",
      paragraphs: [
        "Quelqu’un a voulu utiliser cette adresse e\u2011mail pour un autre compte {{product}}. Elle appartient à votre compte, et y reste.",
        "Si ce n’était pas vous, vous n’avez rien à faire.",
      ],
    },
    email_changed: {
      subject: "Votre compte {{product}} a une nouvelle adresse e\u2011mail",
      preview: "Si ce n’était pas vous, vous pouvez l’annuler.",
      heading: "Votre compte {{product}} a une nouvelle adresse e\u2011mail",
      paragraphs: [
        "Désormais, vous vous connectez avec la nouvelle adresse\u00a0; celle-ci n’est plus utilisée.",
        "Si ce n’était pas vous, le lien ci-dessous rétablit cette adresse, déconnecte tous les appareils et invalide le mot de passe\u00a0; vous en choisirez un nouveau. Il est valable pendant {{life}}.",
      ],
      linkLabel: "Annuler le changement",
    },
    account_deleted: {
      subject: "Votre compte {{product}} a été supprimé",
      preview: "Rien n’en est conservé.",
      heading: "Votre compte {{product}} a été supprimé",
      paragraphs: [
        "Il n’existe plus, et ce que nous savions de vous non plus. Merci d’avoir été des nôtres.",
      ],
    },
    otp_code: {
      subject: "Votre code {{product}}",
      preview: "Saisissez-le là où vous l’avez demandé.",
      heading: "Votre code {{product}}\u00a0:",
      paragraphs: [
        "Il est destiné à {{audience}} et valable pendant {{life}} à compter de la demande.",
        "Si vous ne l’avez pas demandé, ignorez ce message et ne communiquez ce code à personne\u00a0: sans lui, rien ne se passe.",
      ],
    },
  },
};
