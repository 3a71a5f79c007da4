import type { Words } from "./words.ts";

export const es: Words = {
  direction: "ltr",
  days: { one: "un día", other: "{{count}} días" },
  hours: { one: "una hora", other: "{{count}} horas" },
  minutes: { one: "un minuto", other: "{{count}} minutos" },
  seconds: { one: "un segundo", other: "{{count}} segundos" },
  bareLink: "Si el botón no funciona, abra esta dirección en su navegador:",
  messages: {
    activation_code: {
      subject: "Su código de activación de {{product}}",
      preview: "Introdúzcalo para activar su cuenta.",
      heading: "Su código de activación de {{product}} es:",
      paragraphs: [
        "Es válido durante {{life}}. Si ha caducado, solicite uno nuevo.",
        "Si usted no se ha registrado, ignore este mensaje y no comparta el código con nadie: sin él no ocurre nada.",
      ],
      linkLabel: "Activar en el navegador",
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
    password_reset: {
      subject: "Elija una nueva contraseña de {{product}}",
      preview: "El enlace es válido durante {{life}}.",
      heading: "Elija una nueva contraseña de {{product}}",
      paragraphs: [
        "Alguien ha solicitado una nueva contraseña para la cuenta con esta dirección de correo electrónico. El enlace siguiente es válido durante {{life}} y una sola vez.",
        "Si no ha sido usted, no tiene que hacer nada: su contraseña no cambia.",
      ],
      linkLabel: "Elegir una nueva contraseña",
    },
    password_changed: {
      subject: "Se ha cambiado su contraseña de {{product}}",
      preview: "Se ha cerrado la sesión en todos los demás dispositivos.",
      heading: "Se ha cambiado su contraseña de {{product}}",
      paragraphs: [
        "Se ha cerrado la sesión en todos los demás dispositivos.",
        "Si no ha sido usted, solicite enseguida una nueva contraseña: con acceso a este buzón puede hacerlo.",
      ],
    },
    email_change_code: {
      subject: "Confirme su nueva dirección de correo en {{product}}",
      preview: "Introduzca el código para usar esta dirección.",
      heading: "Su código para usar esta dirección en {{product}} es:",
      paragraphs: [
        "Es válido durante {{life}}.",
        "Si usted no lo ha solicitado, ignore este mensaje y no comparta el código con nadie: sin él no ocurre nada.",
      ],
    },
    email_taken: {
      subject: "Ya tiene una cuenta en {{product}}",
      preview: "Alguien ha querido usar esta dirección para otra cuenta.",
      heading: "Esta dirección ya tiene una cuenta en {{product}}",
      paragraphs: [
        "Alguien ha querido usar esta dirección de correo electrónico para otra cuenta de {{product}}. Pertenece a su cuenta, y ahí sigue.",
        "Si no ha sido usted, no tiene que hacer nada.",
      ],
    },
    email_changed: {
      subject: "Su cuenta de {{product}} tiene una nueva dirección de correo",
      preview: "Si no ha sido usted, puede deshacerlo.",
      heading: "Su cuenta de {{product}} tiene una nueva dirección de correo",
      paragraphs: [
        "A partir de ahora, inicie sesión con la nueva dirección; esta ya no se usa.",
        "Si no ha sido usted, el enlace siguiente restablece esta dirección, cierra la sesión en todos los dispositivos y anula la contraseña, para que elija una nueva. Es válido durante {{life}}.",
      ],
      linkLabel: "Deshacer el cambio",
    },
    account_deleted: {
      subject: "Se ha eliminado su cuenta de {{product}}",
      preview: "No se conserva nada de ella.",
      heading: "Se ha eliminado su cuenta de {{product}}",
      paragraphs: [
        "Ya no existe, y tampoco lo que sabíamos de usted. Gracias por haber estado con nosotros.",
      ],
    },
    otp_code: {
      subject: "Su código de {{product}}",
      preview: "Introdúzcalo donde lo ha solicitado.",
      heading: "Su código de {{product}} es:",
      paragraphs: [
        "Es para {{audience}} y es válido durante {{life}} desde que se solicitó.",
        "Si usted no lo ha solicitado, ignore este mensaje y no comparta el código con nadie: sin él no ocurre nada.",
      ],
    },
  },
};
