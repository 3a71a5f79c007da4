import type { ActivateWords } from "./words.ts";

export const es: ActivateWords = {
  title: "Active su cuenta",
  lead: "El mensaje con su código se envía a {{email}}.",
  states: {
    queued: "El mensaje está en camino.",
    sent: "El mensaje se ha enviado. Introduzca aquí su código.",
    expired: "El código ha caducado. Solicite uno nuevo.",
    exhausted: "Ha habido demasiados códigos incorrectos. Solicite uno nuevo.",
    unsent: "El mensaje no se ha podido enviar a tiempo. Solicite un código nuevo.",
    undeliverable:
      "No hemos podido entregar el mensaje. ¿Es correcta la dirección? Si no lo es, cree su cuenta de nuevo con la correcta. Si lo es, puede que el buzón esté lleno o rechace nuestros mensajes.",
  },
  runsOut: "El código caduca {{when}}.",
  triesLeft: "Intentos restantes: {{count}}.",
  code: "Código",
  digit: "Dígito {{n}} de {{of}}",
  codeInvalid: "El código es el número del mensaje: 4 dígitos, u 8 si el mensaje trae 8.",
  submit: "Activar",
  resend: "Enviar un código nuevo",
  resendWhen: "Podrá solicitar un código nuevo {{when}}.",
  resendNow: "Ya puede solicitar un código nuevo.",
  otherAddress: "Usar otra dirección",
  look: "Ver el estado actual",
  askedLead:
    "Introduzca la dirección y la contraseña con las que se registró y el código del mensaje.",
  over: "Este registro ya no es válido: es demasiado antiguo, o la dirección se registró de nuevo. Introduzca el código del mensaje más reciente y la contraseña de ese registro, o cree su cuenta de nuevo.",
};
