import { onSubmit, post, sayRefusal, show, takeFields, viewOf } from "./page.js";

const ENDINGS = {
  ok: "done",
  link_expired: "expired",
  invalid_request: "expired",
  email_taken: "taken",
};

const token = takeFields().get("token");
const form = viewOf("form");
show(token === null ? "missing" : "form", { isFirst: true });

onSubmit(form, async (_, button) => {
  const answer = await post("email-changes/undo", { token });
  const ending = ENDINGS[answer.code];
  if (ending === undefined) sayRefusal(form, answer, button);
  else show(ending);
});
