import type { CommonWords } from "./common.ts";

export const es: CommonWords = {
  direction: "ltr",
  email: "Correo electrónico",
  password: "Contraseña",
  newPassword: "Nueva contraseña",
  newPasswordHint: "Al menos {{min}} caracteres. Mejor larga que complicada.",
  show: "Mostrar",
  hide: "Ocultar",
  error: "Error",
  trouble: "No ha funcionado",
  start: "Ir al inicio",
  nav: {
    welcome: "Bienvenida",
    account: "Su cuenta",
    signOut: "Cerrar sesión",
    signIn: "Iniciar sesión",
    register: "Crear una cuenta",
  },
  says: {
    email_invalid: "Esto no es una dirección de correo.",
    username_invalid:
      "Un nombre de usuario tiene de 3 a 32 caracteres de entre A\u2013Z, a\u2013z, 0\u20139, _ . - y empieza por una letra o un dígito.",
    code_digits: "El código tiene {{count}} dígitos.",
    cross_site:
      "La solicitud vino de otro sitio; no se ha hecho nada. Vuelva a abrir esta página e inténtelo de nuevo.",
    signed_out: "Inicie sesión de nuevo.",
    account_disabled: "Esta cuenta está desactivada.",
    password_incorrect: "La contraseña actual es incorrecta.",
    username_taken: "Otra persona ya tiene este nombre de usuario. Elija otro.",
    email_taken: "Otra cuenta tiene ahora esta dirección.",
    last_admin:
      "Es la única persona con permisos de administración. Asígnelos antes también a otra.",
    not_found: "Esta página no existe.",
    invalid_credentials: "El correo electrónico o la contraseña no son correctos.",
    code_incorrect: "El código no es correcto. Intentos restantes: {{count}}.",
    code_expired: "El código ha caducado.",
    code_exhausted: "Ha habido demasiados códigos incorrectos.",
    code_sent:
      "Un código nuevo está en camino. Introdúzcalo aquí o abra el enlace del nuevo mensaje.",
    resend_too_soon: "El último código se acaba de enviar.",
    rate_limited: "Ha habido demasiados intentos.",
    unavailable: "El servicio no está disponible en este momento. No se ha cambiado nada.",
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
    refused_breached:
      "Esta contraseña aparece en una filtración de datos de otro sitio. Elija otra.",
    again: "Podrá intentarlo de nuevo {{when}}.",
  },
};
