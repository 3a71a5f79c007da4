import type { Locale } from "../../domain/locale.ts";

export type ForgotWords = {
  title: string;
  lead: string;
  submit: string;
  /** {{life}}: how long the link is good. */
  sent: { title: string; text: string };
  /** The link back to the form. */
  again: string;
};

export const FORGOT_WORDS: Record<Locale, ForgotWords> = {
  en: {
    title: "Reset your password",
    lead: "Enter your e\u2011mail address, and we send you a link to choose a new password.",
    submit: "Send the link",
    sent: {
      title: "Check your inbox",
      text: "If the address has an account, a mail with a link is on its way. The link is good for {{life}}. Is nothing there? Look in the spam folder, and check the address.",
    },
    again: "Try it again",
  },
  fr: {
    title: "Réinitialisez votre mot de passe",
    lead: "Saisissez votre adresse e\u2011mail, et nous vous enverrons un lien pour choisir un nouveau mot de passe.",
    submit: "Envoyer le lien",
    sent: {
      title: "Consultez votre boîte de réception",
      text: "Si un compte existe à cette adresse, un message avec un lien est en route. Le lien est valable pendant {{life}}. Rien n’est arrivé\u00a0? Regardez dans les indésirables, et vérifiez l’adresse.",
    },
    again: "Réessayer",
  },
  de: {
    title: "Passwort zurücksetzen",
    lead: "Geben Sie Ihre E\u2011Mail-Adresse ein, und wir senden Ihnen einen Link, um ein neues Passwort zu wählen.",
    submit: "Link senden",
    sent: {
      title: "Sehen Sie in Ihrem Postfach nach",
      text: "Wenn es zu der Adresse ein Konto gibt, ist eine Nachricht mit einem Link unterwegs. Der Link gilt {{life}} lang. Nichts angekommen? Sehen Sie im Spam-Ordner nach, und prüfen Sie die Adresse.",
    },
    again: "Noch einmal versuchen",
  },
  es: {
    title: "Restablezca su contraseña",
    lead: "Introduzca su correo electrónico y le enviaremos un enlace para elegir una nueva contraseña.",
    submit: "Enviar el enlace",
    sent: {
      title: "Revise su bandeja de entrada",
      text: "Si la dirección tiene una cuenta, un mensaje con un enlace está en camino. El enlace es válido durante {{life}}. ¿No llega nada? Mire en el correo no deseado y compruebe la dirección.",
    },
    again: "Intentarlo de nuevo",
  },
  ar: {
    title: "إعادة تعيين كلمة المرور",
    lead: "يُرجى إدخال عنوان بريدك الإلكتروني، وسنرسل إليك رابطًا لاختيار كلمة مرور جديدة.",
    submit: "إرسال الرابط",
    sent: {
      title: "يُرجى الاطلاع على بريدك الوارد",
      text: "إذا كان للعنوان حساب، فإن رسالة تحمل رابطًا في طريقها إليك. الرابط صالح لمدة {{life}}. لم يصل شيء؟ يُرجى البحث في البريد غير المرغوب فيه والتحقق من العنوان.",
    },
    again: "المحاولة مرة أخرى",
  },
};
