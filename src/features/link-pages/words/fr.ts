import type { PageWords } from "./words.ts";

// A no-break space stands before a colon and a question mark.
export const fr: PageWords = {
  direction: "ltr",
  noScript: "Cette page a besoin de JavaScript.",
  email: "Adresse e\u2011mail",
  password: "Mot de passe",
  show: "Afficher",
  hide: "Masquer",
  reset: {
    title: "Choisissez un nouveau mot de passe",
    ask: {
      lead: "Saisissez votre adresse e\u2011mail, et nous vous enverrons un lien pour choisir un nouveau mot de passe.",
      submit: "Envoyer le lien",
    },
    sent: {
      title: "Consultez votre boîte de réception",
      text: "Si un compte existe à cette adresse, un message avec un lien est en route. Le lien est valable pendant {{life}}. Rien n’est arrivé\u00a0? Regardez dans les indésirables, et vérifiez l’adresse.",
    },
    choose: {
      lead: "Tous les appareils seront déconnectés. Vous vous connecterez ensuite avec le nouveau mot de passe.",
      password: "Nouveau mot de passe",
      hint: "{{min}} caractères au moins. Long vaut mieux que compliqué.",
      submit: "Enregistrer le mot de passe",
    },
    done: {
      title: "Votre mot de passe a été modifié",
      text: "Tous les appareils ont été déconnectés. Connectez-vous avec le nouveau mot de passe.",
    },
  },
  undo: {
    title: "Annuler la nouvelle adresse e\u2011mail",
    lead: "Votre compte retrouve l’adresse à laquelle est arrivé le message contenant ce lien. L’adresse plus récente est retirée, tous les appareils sont déconnectés, et vous choisissez un nouveau mot de passe.",
    submit: "Annuler le changement",
    reset: "Choisir un nouveau mot de passe",
    done: {
      title: "Le changement est annulé",
      text: "Votre compte a retrouvé son ancienne adresse, et tous les appareils ont été déconnectés. Le mot de passe n’est plus valable, car la personne qui a changé l’adresse le connaissait\u00a0: choisissez-en un nouveau maintenant.",
    },
    expired: {
      title: "Ce lien n’est plus valable",
      text: "Il a déjà servi, ou il est trop ancien. Rien n’a été modifié.",
    },
    taken: {
      title: "L’adresse est déjà utilisée",
      text: "Un autre compte a maintenant cette adresse\u00a0: elle ne peut pas être rétablie. Rien n’a été modifié.",
    },
    missing: {
      title: "Le lien n’est pas complet",
      text: "Ouvrez cette page par le lien du message.",
    },
  },
  says: {
    busy: "Un instant…",
    invalid_credentials: "L’adresse e\u2011mail ou le mot de passe est incorrect.",
    code_incorrect: "Le code est incorrect. Essais restants\u00a0: {{count}}.",
    code_expired: "Le code a expiré.",
    code_exhausted: "Il y a eu trop de codes incorrects.",
    code_sent:
      "Un nouveau code est en route. Saisissez-le ici, ou ouvrez le lien du nouveau message.",
    resend_too_soon: "Le dernier code vient d’être envoyé.",
    rate_limited: "Il y a eu trop d’essais.",
    unavailable: "Le service n’est pas disponible pour le moment. Rien n’a été modifié.",
    unreachable: "Le service est injoignable. Vérifiez votre connexion, et réessayez.",
    failed: "Une erreur s’est produite de notre côté. Veuillez réessayer plus tard.",
    invalid_request: "Veuillez vérifier votre saisie.",
    link_expired: "Ce lien a déjà servi, ou il est trop ancien. Demandez-en un nouveau.",
    password_length: "Le mot de passe doit avoir de {{min}} à 256 caractères.",
    password_refused: "Le mot de passe est trop facile à deviner. Choisissez-en un autre.",
    refused_too_common:
      "Beaucoup de personnes utilisent ce mot de passe\u00a0: il est essayé en premier. Choisissez-en un autre.",
    refused_contains_context:
      "Le mot de passe est fait de noms faciles à deviner, comme votre adresse. Choisissez-en un autre.",
    refused_repetitive: "Le mot de passe se répète. Choisissez-en un autre.",
    refused_breached:
      "Ce mot de passe est connu par une fuite de données ailleurs. Choisissez-en un autre.",
    again: "Vous pourrez réessayer {{when}}.",
    again_now: "Vous pouvez réessayer maintenant.",
  },
};
