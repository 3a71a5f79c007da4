import { en } from "./en.ts";
import type { Words } from "./words.ts";

export const es: Words = {
  direction: "ltr",
  days: { one: "un día", other: "{{count}} días" },
  minutes: { one: "un minuto", other: "{{count}} minutos" },
  seconds: { one: "un segundo", other: "{{count}} segundos" },
  messages: {
    ...en.messages,
    activation_code: {
      subject: "Su código de activación de {{product}}",
      preview: "Introdúzcalo para activar su cuenta.",
      heading: "Su código de activación de {{product}} es:",
      paragraphs: [
        "Es válido durante {{life}}. Si ha caducado, solicite uno nuevo.",
        "Si usted no se ha registrado, ignore este mensaje y no comparta el código con nadie: sin él no ocurre nada.",
      ],
    },
    already_registered: {
      subject: "Ya tiene una cuenta en {{product}}",
      preview: "Puede iniciar sesión con su contraseña.",
      heading: "Ya tiene una cuenta en {{product}}",
      paragraphs: [
        "Alguien ha intentado registrarse en {{product}} con esta dirección de correo electrónico. Usted ya tiene una cuenta: inicie sesión con su contraseña.",
        "Si no ha sido usted, no tiene que hacer nada: su cuenta y su contraseña no han cambiado.",
      ],
    },
  },
};
