import {
  basic,
  enableReveal,
  onSubmit,
  part,
  post,
  press,
  say,
  sayRefusal,
  show,
  takeFields,
} from "./page.js";

const fields = takeFields();
const view = show("form", { isFirst: true });
const form = part(view, "form");
const { email, code, password } = form.elements;
const resend = part(form, ".resend");

email.value = fields.get("email") ?? "";
code.value = fields.get("code") ?? "";
[email, code, password].find(({ value }) => value === "")?.focus();
enableReveal(form);

const credentials = () => basic(email.value, password.value);
const ENDINGS = { ok: "done", already_active: "already" };
/** After these only another code helps. */
const NEEDS_CODE = new Set(["code_expired", "code_exhausted"]);

onSubmit(view, async (_, button) => {
  const answer = await post("auth/activate", { code: code.value }, credentials());
  const ending = ENDINGS[answer.code];
  if (ending !== undefined) {
    show(ending);
    return;
  }
  if (NEEDS_CODE.has(answer.code) || answer.attemptsLeft === 0) resend.hidden = false;
  // What it says to wait for is the next code, not another try with this one.
  sayRefusal(view, answer, answer.code === "code_exhausted" ? resend : button);
  if (answer.code === "invalid_credentials") password.select();
  if (answer.code === "code_incorrect") code.select();
});

async function sendCode() {
  const answer = await post("auth/activation-codes", undefined, credentials());
  if (answer.code === "already_active") show("already");
  else if (answer.code !== "ok") sayRefusal(view, answer, resend);
  else {
    resend.hidden = true;
    say(view, "good", "code_sent");
    code.value = "";
    code.focus();
  }
}

// The code is not what it is sent with.
resend.addEventListener("click", () => {
  if ([email, password].every((input) => input.reportValidity()))
    void press(view, resend, sendCode);
});
