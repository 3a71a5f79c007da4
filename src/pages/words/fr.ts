import type { CommonWords } from "./common.ts";

export const fr: CommonWords = {
  direction: "ltr",
  email: "Adresse e\u2011mail",
  password: "Mot de passe",
  newPassword: "Nouveau mot de passe",
  newPasswordHint: "{{min}} caractères au moins. Mieux vaut long que compliqué.",
  show: "Afficher",
  hide: "Masquer",
  error: "Erreur",
  trouble: "Cela n’a pas fonctionné",
  start: "Aller à l’accueil",
  nav: {
    welcome: "Bienvenue",
    account: "Votre compte",
    signOut: "Se déconnecter",
    signIn: "Se connecter",
    register: "Créer un compte",
  },
  says: {
    email_invalid: "Ce n’est pas une adresse e\u2011mail.",
    username_invalid:
      "Un nom d’utilisateur compte de 3 à 32 caractères parmi A\u2013Z, a\u2013z, 0\u20139, _ . - et commence par une lettre ou un chiffre.",
    code_digits: "Le code comporte {{count}} chiffres.",
    cross_site:
      "La demande venait d’un autre site\u00a0; rien n’a été fait. Rouvrez cette page et réessayez.",
    signed_out: "Veuillez vous reconnecter.",
    account_disabled: "Ce compte est désactivé.",
    password_incorrect: "Le mot de passe actuel est incorrect.",
    username_taken: "Quelqu’un d’autre a déjà ce nom d’utilisateur. Choisissez-en un autre.",
    email_taken: "Un autre compte a maintenant cette adresse.",
    last_admin: "Vous êtes le seul administrateur. Nommez d’abord un autre administrateur.",
    not_found: "Cette page n’existe pas.",
    invalid_credentials: "L’adresse e\u2011mail ou le mot de passe est incorrect.",
    code_incorrect: "Le code est incorrect. Tentatives restantes\u00a0: {{count}}.",
    code_expired: "Le code a expiré.",
    code_exhausted: "Il y a eu trop de codes incorrects.",
    code_sent:
      "Un nouveau code est en route. Saisissez-le ici, ou ouvrez le lien du nouveau message.",
    resend_too_soon: "Le dernier code vient d’être envoyé.",
    rate_limited: "Il y a eu trop de tentatives.",
    unavailable: "Le service n’est pas disponible pour le moment. Rien n’a été modifié.",
    failed: "Une erreur s’est produite de notre côté. Veuillez réessayer plus tard.",
    invalid_request: "Veuillez vérifier votre saisie.",
    link_expired: "Ce lien a déjà servi, ou il est trop ancien. Demandez-en un nouveau.",
    password_length: "Le mot de passe doit comporter de {{min}} à 256 caractères.",
    password_refused: "Le mot de passe est trop facile à deviner. Choisissez-en un autre.",
    refused_too_common:
      "Beaucoup de personnes utilisent ce mot de passe\u00a0: il est essayé en premier. Choisissez-en un autre.",
    refused_contains_context:
      "Le mot de passe est fait de noms faciles à deviner, comme votre adresse. Choisissez-en un autre.",
    refused_repetitive: "Le mot de passe se répète. Choisissez-en un autre.",
    refused_breached:
      "Ce mot de passe figure dans une fuite de données survenue ailleurs. Choisissez-en un autre.",
    again: "Vous pourrez réessayer {{when}}.",
  },
};
