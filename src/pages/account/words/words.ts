import type { CodeState } from "../../../accounts/describe-account.ts";
import type { Done, Section } from "../sections.ts";

/**
 * What stands on the page of an account, in one language. {{count}} and {{days}} are filled in with numbers,
 * {{time}}, {{place}} and {{email}} with what is shown of them.
 */
export type AccountWords = {
  sections: Record<Section, string>;
  done: Record<Done, string>;
  submit: string;
  currentPassword: string;
  profile: {
    username: string;
    usernameHint: string;
    locale: string;
  };
  password: {
    lead: string;
    submit: string;
    /** The new one is the current one. */
    same: string;
  };
  email: {
    current: string;
    /** Of another address. */
    consequences: string;
    undeliverable: string;
    /** How the code for a new address stands. */
    states: Record<CodeState, string>;
    /** A store is away that knows. */
    unknown: string;
    pending: string;
    code: string;
    confirm: string;
    codeHint: string;
    ask: string;
    askAgain: string;
    email: string;
    submit: string;
    /** The new one is the current one. */
    same: string;
  };
  devices: {
    lead: string;
    thisOne: string;
    used: string;
    signOut: string;
    signOutOthers: string;
    gone: string;
  };
  deletion: {
    lead: string;
    confirmation: string;
    unconfirmed: string;
    submit: string;
  };
};
