import type { PageWords } from "./words.ts";

export const es: PageWords = {
  direction: "ltr",
  noScript: "Esta página necesita JavaScript.",
  email: "Correo electrónico",
  password: "Contraseña",
  show: "Mostrar",
  hide: "Ocultar",
  reset: {
    title: "Elija una nueva contraseña",
    ask: {
      lead: "Introduzca su correo electrónico y le enviaremos un enlace para elegir una nueva contraseña.",
      submit: "Enviar el enlace",
    },
    sent: {
      title: "Revise su bandeja de entrada",
      text: "Si la dirección tiene una cuenta, un mensaje con un enlace está en camino. El enlace es válido durante {{life}}. ¿No llega nada? Mire en el correo no deseado y compruebe la dirección.",
    },
    choose: {
      lead: "Se cerrará la sesión en todos los dispositivos. Después, inicie sesión con la nueva contraseña.",
      password: "Nueva contraseña",
      hint: "{{min}} caracteres como mínimo. Mejor larga que complicada.",
      submit: "Guardar la contraseña",
    },
    done: {
      title: "Se ha cambiado su contraseña",
      text: "Se ha cerrado la sesión en todos los dispositivos. Inicie sesión con la nueva contraseña.",
    },
  },
  undo: {
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
    missing: {
      title: "El enlace no está completo",
      text: "Abra esta página con el enlace del mensaje.",
    },
  },
  says: {
    busy: "Un momento…",
    invalid_credentials: "El correo electrónico o la contraseña no son correctos.",
    code_incorrect: "El código no es correcto. Intentos restantes: {{count}}.",
    code_expired: "El código ha caducado.",
    code_exhausted: "Ha habido demasiados códigos incorrectos.",
    code_sent:
      "Un código nuevo está en camino. Introdúzcalo aquí o abra el enlace del nuevo mensaje.",
    resend_too_soon: "El último código se acaba de enviar.",
    rate_limited: "Ha habido demasiados intentos.",
    unavailable: "El servicio no está disponible en este momento. No se ha cambiado nada.",
    unreachable: "No se puede acceder al servicio. Compruebe su conexión e inténtelo de nuevo.",
    failed: "Algo ha fallado por nuestra parte. Inténtelo de nuevo más tarde.",
    invalid_request: "Compruebe lo que ha introducido.",
    link_expired: "Este enlace ya se ha usado o es demasiado antiguo. Solicite uno nuevo.",
    password_length: "La contraseña debe tener de {{min}} a 256 caracteres.",
    password_refused: "La contraseña es demasiado fácil de adivinar. Elija otra.",
    refused_too_common:
      "Muchas personas usan esta contraseña, así que se prueba primero. Elija otra.",
    refused_contains_context:
      "La contraseña está hecha de nombres fáciles de adivinar, como su dirección. Elija otra.",
    refused_repetitive: "La contraseña se repite. Elija otra.",
    refused_breached: "Esta contraseña se conoce por una filtración de datos ajena. Elija otra.",
    again: "Podrá intentarlo de nuevo {{when}}.",
    again_now: "Ya puede intentarlo de nuevo.",
  },
};
