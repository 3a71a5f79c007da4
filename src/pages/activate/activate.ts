import type { Failure } from "../../domain/failure.ts";
import { activate } from "../../features/registration/activate.ts";
import { GUESS_LIMITS, RESEND_LIMITS, RESEND_SENDS } from "../../features/registration/contract.ts";
import { codesOf } from "../../features/registration/describe-registration.ts";
import { guessInVain } from "../../features/registration/guess-in-vain.ts";
import { requestNextMail } from "../../features/registration/request-code.ts";
import { dropFields } from "../../http/answer.ts";
import type { Context } from "../../http/environment.ts";
import { spendLimits } from "../../http/limit.ts";
import { preferredLocale } from "../../http/locale.ts";
import { originOf } from "../../http/origin.ts";
import { signInBrowser } from "../../http/page-caller.ts";
import { forgetPending } from "../../http/pending-cookie.ts";
import type { Account } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";
import { type PageRouter, leadTo } from "../page-router.ts";
import { leadOn, nextQuery } from "../return-way.ts";
import { type Answer, type FormState, type Site, stateOfErrors, stateOfFailure } from "../site.ts";
import { showTrouble } from "../trouble.ts";
import { CALLER_LIMITS, createAskedForm, readCode } from "./asked.ts";
import { showAsked, showWaiting } from "./view.ts";
import {
  AWAITED_LIMITS,
  type Awaited,
  type Waiting,
  findAwaited,
  viewStanding,
} from "./waiting.ts";
import { ACTIVATE_WORDS } from "./words/all.ts";

/** Activates an account with the code of its mail, and signs its owner in. */
export function activatePage(pages: PageRouter, site: Site, resources: Resources): void {
  const { config } = resources;

  const wait = async (c: Context, waiting: Waiting, state: FormState = {}): Promise<Response> => {
    const standing = await viewStanding(resources, waiting);
    return showWaiting(c, site, { email: waiting.email.address, standing }, state);
  };

  /** Goes on with the registration that the browser waits for; says so where there is none any more. */
  async function withAwaited(
    c: Context,
    go: (waiting: Waiting) => Answer,
    none: () => Answer = () => showAsked(c, site),
  ): Promise<Response> {
    const awaited = await findAwaited(c, resources);
    if (!awaited.ok) return showTrouble(c, site, awaited.failure);
    if (awaited.value.kind === "waiting") return go(awaited.value.waiting);
    return awaited.value.kind === "none" ? none() : answerEnd(c, awaited.value.kind);
  }

  const answerEnd = (c: Context, kind: Exclude<Awaited["kind"], "waiting" | "none">): Answer => {
    forgetPending(c, resources);
    if (kind === "active") return leadTo(c, site, "login?done=active");
    const text = ACTIVATE_WORDS[site.localeOf(c)].over;
    return showAsked(c, site, { status: 410, says: { kind: "bad", text } });
  };

  // Of one that is another meanwhile its owner signs in himself.
  async function enter(c: Context, account: Account): Promise<Response> {
    const signedIn = await signInBrowser(c, resources, account);
    return signedIn.ok ? leadOn(c, site) : leadTo(c, site, "login?done=active");
  }

  async function tryCode(
    c: Context,
    waiting: Waiting,
    code: string,
    whenWrong = (): void => {},
  ): Promise<Response> {
    const { kind, account } = waiting.registration;
    const guess = { account, code, origin: originOf(c, config) };
    const tried =
      kind === "pending" ? await activate(resources, guess) : await guessInVain(resources, guess);
    if (tried.ok) return enter(c, account);
    if (tried.failure.code === "already_active") return answerEnd(c, "active");
    whenWrong();
    // When there may be another code is told beside, for this registration alone.
    const { retryAfterSeconds: _, ...failure }: Failure = tried.failure;
    return wait(c, waiting, stateOfFailure(c, site, failure, "code"));
  }

  const submitAsked = createAskedForm(site, resources, { tryCode, answerEnd });

  pages.get("/activate", AWAITED_LIMITS, (c) =>
    // The link of a mail to another address than the one that the browser waits for.
    c.req.query("other") === undefined
      ? withAwaited(c, (waiting) => wait(c, waiting))
      : showAsked(c, site),
  );

  pages.get("/activate/state", AWAITED_LIMITS, async (c) => {
    const awaited = await findAwaited(c, resources);
    if (!awaited.ok) return showTrouble(c, site, awaited.failure);
    const { value } = awaited;
    return c.json(
      value.kind === "waiting" ? await viewStanding(resources, value.waiting) : { state: "none" },
    );
  });

  pages.post("/activate", [...AWAITED_LIMITS, ...CALLER_LIMITS], (c, form) => {
    const askAll = (): Answer => submitAsked(c, form);
    if (form.has("email") || form.has("password")) return askAll();
    const go = async (waiting: Waiting): Promise<Response> => {
      const code = readCode(form);
      const { codeInvalid } = ACTIVATE_WORDS[site.localeOf(c)];
      if (code === null) return wait(c, waiting, stateOfErrors(c, { code: codeInvalid }));
      const { normalised: emailNormalised } = waiting.email;
      const spent = await spendLimits(c, resources, GUESS_LIMITS, { emailNormalised });
      if (!spent.ok) return wait(c, waiting, stateOfFailure(c, site, spent.failure));
      return tryCode(c, waiting, code);
    };
    return withAwaited(c, go, askAll);
  });

  // A refused form leaves its own address in the browser: whoever asks for that again has the page.
  pages.get("/activate/resend", [], (c) => leadTo(c, site, "activate"));
  pages.post("/activate/resend", [...AWAITED_LIMITS, ...RESEND_LIMITS, ...RESEND_SENDS], (c) => {
    const go = async (waiting: Waiting): Promise<Response> => {
      const { id: accountId, email, registration } = waiting;
      const { kind, account } = registration;
      const subject = { emailNormalised: email.normalised };
      const spent = await spendLimits(c, resources, RESEND_LIMITS, subject);
      if (!spent.ok) return wait(c, waiting, stateOfFailure(c, site, spent.failure));
      // The owner of an account is written to in his own language.
      const locale = kind === "pending" ? preferredLocale(c, account.locale) : account.locale;
      const requested = await requestNextMail(
        resources,
        { account, locale, codes: codesOf(account) },
        () => spendLimits(c, resources, RESEND_SENDS, { ...subject, accountId }),
      );
      // How much the address was sent is nobody's business who need not be its owner.
      dropFields(c, ["ratelimit-policy", "ratelimit"]);
      // The script tells who listens, and forgets it.
      if (requested.ok) return leadTo(c, site, `activate${nextQuery(c, { again: "1" })}`);
      return wait(c, waiting, stateOfFailure(c, site, requested.failure));
    };
    return withAwaited(c, go, () => answerEnd(c, "over"));
  });
}
