import { isIP } from "node:net";
import { generate } from "selfsigned";
import type { Certificate } from "./self-signed.ts";

export type OwnCa = {
  /** What whoever trusts it is given, in PEM. */
  cert: string;
  /** A certificate for one host, by its name or address. */
  issue(host: string): Promise<Certificate>;
};

/** A certificate authority that nobody knows who was not told. */
export async function makeOwnCa(): Promise<OwnCa> {
  const ca = await generate([{ name: "commonName", value: "a private CA" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return {
    cert: ca.cert,
    async issue(host) {
      const name = isIP(host) ? { type: 7 as const, ip: host } : { type: 2 as const, value: host };
      const { private: key, cert } = await generate([{ name: "commonName", value: host }], {
        keyType: "ec",
        algorithm: "sha256",
        ca: { key: ca.private, cert: ca.cert },
        extensions: [{ name: "subjectAltName", altNames: [name] }],
      });
      return { key, cert };
    },
  };
}
