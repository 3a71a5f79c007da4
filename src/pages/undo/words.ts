import type { Locale } from "../../domain/locale.ts";

type Ending = { title: string; text: string };

export type UndoWords = {
  title: string;
  lead: string;
  submit: string;
  /** The link to a new password, below what was undone. */
  reset: string;
  done: Ending;
  expired: Ending;
  taken: Ending;
};

export const UNDO_WORDS: Record<Locale, UndoWords> = {
  en: {
    title: "Undo the new e\u2011mail address",
    lead: "Your account gets back the address that the mail with this link came to. The newer address is removed, all devices are signed out, and you choose a new password.",
    submit: "Undo the change",
    reset: "Choose a new password",
    done: {
      title: "The change was undone",
      text: "Your account has its former address again, and all devices were signed out. Its password is no longer good, for whoever changed the address knew it: choose a new one now.",
    },
    expired: {
      title: "This link is no longer good",
      text: "It was used, or is too old. Nothing was changed.",
    },
    taken: {
      title: "The address is in use",
      text: "Another account has this address now, so that it cannot be put back. Nothing was changed.",
    },
  },
  fr: {
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
  },
  de: {
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
  },
  es: {
    title: "Deshacer la nueva dirección de correo",
    lead: "Su cuenta recupera la dirección a la que llegó el mensaje con este enlace. La dirección más reciente se elimina, se cierra la sesión en todos los dispositivos y usted elige una nueva contraseña.",
    submit: "Deshacer el cambio",
    reset: "Elegir una nueva contraseña",
    done: {
      title: "El cambio se ha deshecho",
      text: "Su cuenta vuelve a tener su dirección anterior y se ha cerrado la sesión en todos los dispositivos. La contraseña ya no es válida, porque quien cambió la dirección la conocía: elija ahora una nueva.",
    },
    expired: {
      title: "Este enlace ya no es válido",
      text: "Ya se ha usado o es demasiado antiguo. No se ha cambiado nada.",
    },
    taken: {
      title: "La dirección está en uso",
      text: "Otra cuenta tiene ahora esta dirección, así que no se puede restablecer. No se ha cambiado nada.",
    },
  },
  ar: {
    title: "التراجع عن عنوان البريد الإلكتروني الجديد",
    lead: "يستعيد حسابك العنوان الذي وصلت إليه الرسالة التي تحمل هذا الرابط. تتم إزالة العنوان الأحدث وتسجيل الخروج من جميع الأجهزة، ثم تختار كلمة مرور جديدة.",
    submit: "التراجع عن التغيير",
    reset: "اختيار كلمة مرور جديدة",
    done: {
      title: "تم التراجع عن التغيير",
      text: "استعاد حسابك عنوانه السابق، وتم تسجيل الخروج من جميع الأجهزة. لم تعد كلمة المرور صالحة، لأن من غيّر العنوان كان يعرفها: يُرجى اختيار كلمة مرور جديدة الآن.",
    },
    expired: {
      title: "لم يعد هذا الرابط صالحًا",
      text: "سبق استخدامه أو أنه قديم جدًا. لم يتغير شيء.",
    },
    taken: {
      title: "العنوان مستخدم",
      text: "لحساب آخر هذا العنوان الآن، لذلك لا يمكن استعادته. لم يتغير شيء.",
    },
  },
};
