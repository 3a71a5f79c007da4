import { en } from "./en.ts";
import type { Words } from "./words.ts";

// Each line begins with an Arabic letter: programs that guess the direction of plain text look at the first one.
export const ar: Words = {
  direction: "rtl",
  days: {
    one: "يوم واحد",
    two: "يومين",
    few: "{{count}} أيام",
    many: "{{count}} يومًا",
    other: "{{count}} يوم",
  },
  minutes: {
    one: "دقيقة واحدة",
    two: "دقيقتين",
    few: "{{count}} دقائق",
    many: "{{count}} دقيقة",
    other: "{{count}} دقيقة",
  },
  seconds: {
    one: "ثانية واحدة",
    two: "ثانيتين",
    few: "{{count}} ثوانٍ",
    many: "{{count}} ثانية",
    other: "{{count}} ثانية",
  },
  messages: {
    ...en.messages,
    activation_code: {
      subject: "رمز تفعيل حسابك في {{product}}",
      preview: "يُرجى إدخال الرمز لتفعيل حسابك.",
      heading: "رمز تفعيل حسابك في {{product}} هو:",
      paragraphs: [
        "الرمز صالح لمدة {{life}}. إذا انتهت صلاحيته، يُرجى طلب رمز جديد.",
        "إذا لم يكن طلب التسجيل منك، يُرجى تجاهل هذه الرسالة وعدم إعطاء الرمز لأي شخص، فلن يحدث شيء بدونه.",
      ],
    },
    already_registered: {
      subject: "لديك حساب في {{product}} بالفعل",
      preview: "يمكنك تسجيل الدخول بكلمة المرور.",
      heading: "لديك حساب في {{product}} بالفعل",
      paragraphs: [
        "حاول شخص ما التسجيل في {{product}} بعنوان البريد الإلكتروني هذا. لديك حساب بالفعل، ويمكنك تسجيل الدخول بكلمة المرور.",
        "إذا لم يكن ذلك منك، فلا يلزمك فعل أي شيء: لم يتغير شيء في حسابك ولا في كلمة المرور.",
      ],
    },
  },
};
