import { generate } from "selfsigned";
import type { Certificate } from "./self-signed.ts";

export type OwnCa = {
  /** What whoever trusts it is given, in PEM. */
  cert: string;
  /** A certificate for a host by it. */
  issue(host: string): Promise<Certificate>;
};
