import {
  enableReveal,
  onSubmit,
  part,
  post,
  say,
  sayRefusal,
  show,
  takeFields,
  viewOf,
} from "./page.js";

const token = takeFields().get("token");
const ask = viewOf("ask");
const choose = viewOf("choose");
const first = show(token === null ? "ask" : "choose", { isFirst: true });
part(first, "input").focus();
enableReveal(choose);

onSubmit(ask, async ({ elements: { email } }, button) => {
  const answer = await post("password-resets", { email: email.value });
  if (answer.code === "ok") show("sent");
  else sayRefusal(ask, answer, button);
});

onSubmit(choose, async ({ elements: { password } }, button) => {
  const answer = await post("password-resets/confirm", { token, password: password.value });
  if (answer.code === "ok") show("done");
  else if (answer.code === "link_expired") say(show("ask"), "bad", "link_expired");
  else {
    // Of what is sent, only the password can be out of bounds.
    const code = answer.code === "invalid_request" ? "password_length" : answer.code;
    sayRefusal(choose, { ...answer, code }, button);
    if (["password_length", "password_refused"].includes(code)) password.select();
  }
});
