import type { AccountWords } from "./words.ts";

export const fr: AccountWords = {
  sections: {
    profile: "Profil",
    password: "Mot de passe",
    email: "Adresse e\u2011mail",
    devices: "Appareils",
    deletion: "Supprimer le compte",
  },
  done: {
    "profile-saved": "Votre profil est enregistré.",
    "password-changed":
      "Votre mot de passe a été modifié. Tous les autres appareils ont été déconnectés.",
    "code-sent": "Un code est en route vers la nouvelle adresse. Saisissez-le ci-dessous.",
    "email-changed":
      "Votre adresse e\u2011mail a été modifiée. Tous les autres appareils ont été déconnectés, et un message à l’ancienne adresse indique comment annuler ce changement.",
    "device-signed-out": "L’appareil a été déconnecté.",
    "others-signed-out": "Tous les autres appareils ont été déconnectés.",
  },
  submit: "Enregistrer",
  currentPassword: "Mot de passe actuel",
  profile: {
    username: "Nom d’utilisateur",
    usernameHint:
      "De 3 à 32 lettres, chiffres, _ . ou -. Laissez le champ vide pour ne pas en avoir.",
    locale: "Langue des messages qui vous sont envoyés",
  },
  password: {
    lead: "Tous les autres appareils seront déconnectés\u00a0; celui-ci reste connecté.",
    submit: "Changer le mot de passe",
    same: "C’est votre mot de passe actuel. Choisissez-en un autre.",
  },
  email: {
    current: "Votre adresse est {{email}}.",
    consequences:
      "Quand l’adresse change, tous les autres appareils sont déconnectés\u00a0; celui-ci reste connecté. L’ancienne adresse reçoit un message qui permet d’annuler le changement pendant {{days}} jours.",
    undeliverable:
      "Nos messages à cette adresse nous reviennent\u00a0: vous ne pourriez pas réinitialiser votre mot de passe. Veuillez en indiquer une autre.",
    states: {
      queued: "Nous envoyons un code à {{email}}.",
      sent: "Nous avons envoyé un code à {{email}}. Il est valable jusqu’au {{time}}. Tentatives restantes\u00a0: {{count}}.",
      expired: "Le code pour {{email}} a expiré. Demandez-en un nouveau ci-dessous.",
      exhausted:
        "Il y a eu trop de codes incorrects pour {{email}}. Demandez-en un nouveau ci-dessous.",
      unsent: "Le code pour {{email}} n’a pas pu être envoyé. Demandez-en un nouveau ci-dessous.",
      undeliverable: "Le message à {{email}} n’a pas pu être remis. Veuillez vérifier l’adresse.",
    },
    unknown: "Il n’est pas possible pour le moment de dire si vous avez demandé une autre adresse.",
    pending: "Tant que vous n’avez pas saisi le code, votre adresse reste la même.",
    code: "Code du message",
    confirm: "Changer l’adresse",
    codeHint: "{{count}} chiffres.",
    ask: "Changer l’adresse",
    askAgain: "Demander un nouveau code ou une autre adresse",
    email: "Nouvelle adresse e\u2011mail",
    submit: "Envoyer un code à cette adresse",
    same: "C’est déjà votre adresse.",
  },
  devices: {
    lead: "Vous êtes connecté sur ces appareils. Déconnectez ceux que vous ne connaissez pas, et changez votre mot de passe.",
    thisOne: "Cet appareil",
    used: "Dernière utilisation le {{time}}, depuis {{place}}",
    signOut: "Déconnecter",
    signOutOthers: "Déconnecter tous les autres appareils",
    gone: "Cet appareil est déjà déconnecté.",
  },
  deletion: {
    lead: "Le compte et tout ce que nous savons de vous sont supprimés immédiatement. Personne ne peut revenir en arrière.",
    confirmation: "Supprimer définitivement mon compte",
    unconfirmed: "Veuillez cocher cette case si vous voulez supprimer le compte.",
    submit: "Supprimer le compte",
  },
};
