import type { ActivateWords } from "./words.ts";

// A no-break space stands before a colon and a question mark.
export const fr: ActivateWords = {
  title: "Activez votre compte",
  lead: "Le message avec votre code est adressé à {{email}}.",
  states: {
    queued: "Le message est en route.",
    sent: "Le message a été envoyé. Saisissez ici le code qu’il contient.",
    expired: "Le code a expiré. Demandez-en un nouveau.",
    exhausted: "Il y a eu trop de codes incorrects. Demandez-en un nouveau.",
    unsent: "Le message n’a pas pu être envoyé à temps. Demandez un nouveau code.",
    undeliverable:
      "Nous n’avons pas pu remettre le message. L’adresse est-elle correcte\u00a0? Sinon, créez à nouveau votre compte avec la bonne adresse. Si elle l’est, sa boîte est peut-être pleine, ou refuse nos messages.",
  },
  runsOut: "Le code expire {{when}}.",
  triesLeft: "Tentatives restantes\u00a0: {{count}}.",
  code: "Code",
  digit: "Chiffre {{n}} sur {{of}}",
  codeInvalid:
    "Le code est le nombre qui figure dans le message\u00a0: 4 chiffres, ou 8 si le message en contient 8.",
  submit: "Activer",
  resend: "Envoyer un nouveau code",
  resendWhen: "Vous pourrez demander un nouveau code {{when}}.",
  resendNow: "Vous pouvez demander un nouveau code maintenant.",
  otherAddress: "Utiliser une autre adresse",
  look: "Voir où cela en est",
  askedLead: "Saisissez l’adresse et le mot de passe de votre inscription, et le code du message.",
  over: "Cette inscription n’est plus valable\u00a0: elle est trop ancienne, ou l’adresse a été inscrite de nouveau. Saisissez le code du message le plus récent et le mot de passe de cette inscription, ou créez à nouveau votre compte.",
};
