import type { Locale } from "../../domain/locale.ts";

export type MeterWords = {
  label: string;
  /** {{level}}: one of the levels. */
  said: string;
  /** From what is guessed at once to what nobody guesses. */
  levels: readonly [string, string, string, string, string];
  /** What would help most, by what is weak. */
  advice: Record<
    "longer" | "common" | "yours" | "keys" | "repeats" | "sequences" | "dates",
    string
  >;
};

export const METER_WORDS: Record<Locale, MeterWords> = {
  en: {
    label: "Strength of the password",
    said: "Strength of the password: {{level}}.",
    levels: ["Very weak", "Weak", "Fair", "Strong", "Very strong"],
    advice: {
      longer: "Add a word or two.",
      common: "Many people use something like it.",
      yours: "Names such as your address or this site’s are tried first.",
      keys: "Rows of keys are easy to guess.",
      repeats: "Repetitions are easy to guess.",
      sequences: "Sequences such as “abc” or “6543” are easy to guess.",
      dates: "Dates and years are easy to guess.",
    },
  },
  fr: {
    label: "Robustesse du mot de passe",
    said: "Robustesse du mot de passe\u00a0: {{level}}.",
    levels: ["Très faible", "Faible", "Moyenne", "Bonne", "Très bonne"],
    advice: {
      longer: "Ajoutez un mot ou deux.",
      common: "Beaucoup de personnes en utilisent un semblable.",
      yours: "Les noms comme votre adresse ou celui de ce site sont essayés en premier.",
      keys: "Les suites de touches sont faciles à deviner.",
      repeats: "Les répétitions sont faciles à deviner.",
      sequences: "Les suites comme «\u00a0abc\u00a0» ou «\u00a06543\u00a0» sont faciles à deviner.",
      dates: "Les dates et les années sont faciles à deviner.",
    },
  },
  de: {
    label: "Stärke des Passworts",
    said: "Stärke des Passworts: {{level}}.",
    levels: ["Sehr schwach", "Schwach", "Mittel", "Stark", "Sehr stark"],
    advice: {
      longer: "Fügen Sie ein oder zwei Wörter hinzu.",
      common: "Viele verwenden ein ähnliches Passwort.",
      yours: "Namen wie Ihre Adresse oder der dieser Website werden zuerst probiert.",
      keys: "Tastenreihen sind leicht zu erraten.",
      repeats: "Wiederholungen sind leicht zu erraten.",
      sequences: "Folgen wie „abc“ oder „6543“ sind leicht zu erraten.",
      dates: "Datumsangaben und Jahreszahlen sind leicht zu erraten.",
    },
  },
  es: {
    label: "Seguridad de la contraseña",
    said: "Seguridad de la contraseña: {{level}}.",
    levels: ["Muy débil", "Débil", "Aceptable", "Buena", "Muy buena"],
    advice: {
      longer: "Añada una o dos palabras.",
      common: "Muchas personas usan una parecida.",
      yours: "Los nombres como su dirección o el de este sitio se prueban primero.",
      keys: "Las filas de teclas son fáciles de adivinar.",
      repeats: "Las repeticiones son fáciles de adivinar.",
      sequences: "Las secuencias como «abc» o «6543» son fáciles de adivinar.",
      dates: "Las fechas y los años son fáciles de adivinar.",
    },
  },
  ar: {
    label: "قوة كلمة المرور",
    said: "قوة كلمة المرور: {{level}}.",
    levels: ["ضعيفة جدًا", "ضعيفة", "متوسطة", "قوية", "قوية جدًا"],
    advice: {
      longer: "أضف كلمة أو كلمتين.",
      common: "يستخدم كثيرون كلمة مشابهة.",
      yours: "الأسماء مثل عنوانك أو اسم هذا الموقع هي أول ما يُجرَّب.",
      keys: "من السهل تخمين صفوف المفاتيح.",
      repeats: "من السهل تخمين التكرار.",
      sequences: "من السهل تخمين التسلسلات مثل «abc» أو «6543».",
      dates: "من السهل تخمين التواريخ والسنوات.",
    },
  },
};
