import type { AccountWords } from "./words.ts";

export const es: AccountWords = {
  sections: {
    profile: "Perfil",
    password: "Contraseña",
    email: "Correo electrónico",
    devices: "Dispositivos",
    deletion: "Eliminar la cuenta",
  },
  done: {
    "profile-saved": "Su perfil se ha guardado.",
    "password-changed":
      "Su contraseña se ha cambiado. Se ha cerrado la sesión en todos los demás dispositivos.",
    "code-sent": "Un código está en camino a la nueva dirección. Introdúzcalo abajo.",
    "email-changed":
      "Su dirección de correo se ha cambiado. Se ha cerrado la sesión en todos los demás dispositivos, y un mensaje a la dirección anterior explica cómo deshacerlo.",
    "device-signed-out": "Se ha cerrado la sesión en el dispositivo.",
    "others-signed-out": "Se ha cerrado la sesión en todos los demás dispositivos.",
  },
  submit: "Guardar",
  currentPassword: "Contraseña actual",
  profile: {
    username: "Nombre de usuario",
    usernameHint: "De 3 a 32 letras, números, _ . o -. Déjelo vacío para no tener ninguno.",
    locale: "Idioma de los mensajes que recibe",
  },
  password: {
    lead: "Después se cierra la sesión en todos los demás dispositivos; en este sigue abierta.",
    submit: "Cambiar la contraseña",
    same: "Esta es su contraseña actual. Elija otra.",
  },
  email: {
    current: "Su dirección es {{email}}.",
    consequences:
      "Cuando la dirección cambia, se cierra la sesión en todos los demás dispositivos; en este sigue abierta. La dirección anterior recibe un mensaje con el que el cambio se puede deshacer durante {{days}} días.",
    undeliverable:
      "Nuestros mensajes a esta dirección nos son devueltos, así que no podría restablecer su contraseña. Indíquenos otra.",
    states: {
      queued: "Estamos enviando un código a {{email}}.",
      sent: "Hemos enviado un código a {{email}}. Vale hasta el {{time}}. Intentos restantes: {{count}}.",
      expired: "El código para {{email}} ha caducado. Solicite uno nuevo abajo.",
      exhausted:
        "Ha habido demasiados códigos incorrectos para {{email}}. Solicite uno nuevo abajo.",
      unsent: "No se ha podido enviar el código para {{email}}. Solicite uno nuevo abajo.",
      undeliverable: "No se ha podido entregar el mensaje a {{email}}. Compruebe la dirección.",
    },
    unknown: "En este momento no se puede saber si ha solicitado otra dirección.",
    pending: "Hasta que introduzca el código, su dirección sigue siendo la misma.",
    code: "Código del mensaje",
    confirm: "Cambiar la dirección",
    codeHint: "{{count}} dígitos.",
    ask: "Cambiar la dirección",
    askAgain: "Solicitar un código nuevo u otra dirección",
    email: "Nueva dirección de correo",
    submit: "Enviar un código a esa dirección",
    same: "Esta ya es su dirección.",
  },
  devices: {
    lead: "Ha iniciado sesión en estos dispositivos. Cierre la sesión en los que no conozca y cambie su contraseña.",
    thisOne: "Este dispositivo",
    used: "Usado por última vez el {{time}}, desde {{place}}",
    signOut: "Cerrar sesión",
    signOutOthers: "Cerrar sesión en todos los demás",
    gone: "En este dispositivo ya está cerrada la sesión.",
  },
  deletion: {
    lead: "La cuenta y todo lo que sabemos de usted se eliminan de inmediato. Nadie puede deshacerlo.",
    confirmation: "Eliminar mi cuenta para siempre",
    unconfirmed: "Marque esta casilla si quiere eliminar la cuenta.",
    submit: "Eliminar la cuenta",
  },
};
