import type { Locale } from "../../domain/locale.ts";

/** {{when}} is a time from now, {{email}} an address, {{count}} a number. */
export type WelcomeWords = {
  title: string;
  lead: string;
  newcomers: string;
  noScript: string;
  /** What the script says; each by its name. */
  live: Record<
    | "connecting"
    | "live"
    | "lost"
    | "lostUntil"
    | "signedOut"
    | "empty"
    | "gap"
    | "activated"
    | "registered"
    | "justNow"
    | "oneCame"
    | "severalCame",
    string
  >;
};

export const WELCOME_WORDS: Record<Locale, WelcomeWords> = {
  en: {
    title: "Welcome",
    lead: "You are signed in as",
    newcomers: "Who is new",
    noScript: "With JavaScript switched on, this page shows who joins, as it happens.",
    live: {
      connecting: "Connecting …",
      live: "Live: newcomers show here at once.",
      lost: "The connection was lost. Trying again …",
      lostUntil: "The connection was lost. Trying again {{when}}.",
      signedOut: "You are signed out, so nothing more shows here.",
      empty: "Nobody yet. Whoever joins shows here.",
      gap: "Some newcomers may be missing: the connection was away for too long.",
      activated: "joined",
      registered: "signed up, and has a code to enter",
      justNow: "just now",
      oneCame: "New: {{email}}",
      severalCame: "Newcomers: {{count}}",
    },
  },
  fr: {
    title: "Bienvenue",
    lead: "Vous êtes connecté en tant que",
    newcomers: "Les nouveaux venus",
    noScript:
      "Lorsque JavaScript est activé, cette page montre en direct les personnes qui s’inscrivent.",
    live: {
      connecting: "Connexion…",
      live: "En direct\u00a0: les nouveaux venus s’affichent aussitôt.",
      lost: "La connexion est interrompue. Nouvel essai…",
      lostUntil: "La connexion est interrompue. Nouvel essai {{when}}.",
      signedOut: "Vous êtes déconnecté\u00a0: rien de plus ne s’affichera ici.",
      empty: "Personne pour l’instant. Les nouveaux venus s’afficheront ici.",
      gap: "Certains nouveaux venus manquent peut-être\u00a0: la connexion a été interrompue trop longtemps.",
      activated: "nous a rejoints",
      registered: "s’est inscrit, et doit encore saisir son code",
      justNow: "à l’instant",
      oneCame: "Nouveau\u00a0: {{email}}",
      severalCame: "Nouveaux venus\u00a0: {{count}}",
    },
  },
  de: {
    title: "Willkommen",
    lead: "Sie sind angemeldet als",
    newcomers: "Neu dabei",
    noScript: "Mit eingeschaltetem JavaScript zeigt diese Seite sofort, wer dazukommt.",
    live: {
      connecting: "Verbindung wird aufgebaut …",
      live: "Live: Wer dazukommt, erscheint hier sofort.",
      lost: "Die Verbindung ist unterbrochen. Neuer Versuch …",
      lostUntil: "Die Verbindung ist unterbrochen. Neuer Versuch {{when}}.",
      signedOut: "Sie sind abgemeldet; hier erscheint nichts mehr.",
      empty: "Noch niemand. Wer dazukommt, erscheint hier.",
      gap: "Hier fehlt vielleicht jemand: Die Verbindung war zu lange unterbrochen.",
      activated: "ist dabei",
      registered: "hat sich registriert, der Code fehlt noch",
      justNow: "gerade eben",
      oneCame: "Neu: {{email}}",
      severalCame: "Neu dabei: {{count}}",
    },
  },
  es: {
    title: "Le damos la bienvenida",
    lead: "Ha iniciado sesión como",
    newcomers: "Recién llegados",
    noScript: "Con JavaScript activado, esta página muestra al momento quién se incorpora.",
    live: {
      connecting: "Conectando…",
      live: "En directo: quien se incorpora aparece aquí al momento.",
      lost: "Se ha perdido la conexión. Nuevo intento…",
      lostUntil: "Se ha perdido la conexión. Nuevo intento {{when}}.",
      signedOut: "Su sesión está cerrada; aquí no aparecerá nada más.",
      empty: "Todavía nadie. Quien se incorpore aparecerá aquí.",
      gap: "Puede que falte alguien: la conexión se interrumpió demasiado tiempo.",
      activated: "se ha incorporado",
      registered: "se ha registrado y aún debe introducir su código",
      justNow: "ahora mismo",
      oneCame: "Novedad: {{email}}",
      severalCame: "Recién llegados: {{count}}",
    },
  },
  ar: {
    title: "مرحبًا",
    lead: "لقد سجّلت الدخول باسم",
    newcomers: "المنضمون الجدد",
    noScript: "عند تفعيل JavaScript تعرض هذه الصفحة المنضمين الجدد لحظة انضمامهم.",
    live: {
      connecting: "جارٍ الاتصال…",
      live: "بث مباشر: يظهر المنضمون الجدد هنا فورًا.",
      lost: "انقطع الاتصال. تجري المحاولة من جديد…",
      lostUntil: "انقطع الاتصال. المحاولة التالية {{when}}.",
      signedOut: "تم تسجيل خروجك، ولن يظهر هنا جديد.",
      empty: "لا أحد بعد. سيظهر هنا كل من ينضم.",
      gap: "قد لا يظهر بعض المنضمين: فقد انقطع الاتصال مدة طويلة.",
      activated: "انضم إلينا",
      registered: "أنشأ حسابًا وبقي إدخال الرمز",
      justNow: "الآن",
      oneCame: "منضم جديد: {{email}}",
      severalCame: "المنضمون الجدد: {{count}}",
    },
  },
};
