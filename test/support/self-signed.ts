import { isIP } from "node:net";
import { type SelfsignedOptions, generate } from "selfsigned";

export type Certificate = { key: string; cert: string };

/** A certificate for a name and 127.0.0.1, made now, that nobody vouches for but itself. */
export const selfSigned = (
  name = "localhost",
  keyType: "ec" | "rsa" = "ec",
): Promise<Certificate> => make(name, { keyType, extensions: [namesOf([name, "127.0.0.1"])] });

/** A certificate of one that may vouch for others. */
export const newAuthority = (name: string): Promise<Certificate> =>
  make(name, {
    keyType: "ec",
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, digitalSignature: true, critical: true },
    ],
  });

/** A certificate for these names and addresses, and no other, that the authority vouches for. */
export const certifiedBy = (
  authority: Certificate,
  hosts: readonly [string, ...string[]] = ["localhost", "127.0.0.1"],
): Promise<Certificate> =>
  make(hosts[0], { keyType: "ec", ca: authority, extensions: [namesOf(hosts)] });

async function make(name: string, options: SelfsignedOptions): Promise<Certificate> {
  const subject = [{ name: "commonName", value: name }];
  const { private: key, cert } = await generate(subject, { algorithm: "sha256", ...options });
  return { key, cert };
}

const namesOf = (
  hosts: readonly string[],
): NonNullable<SelfsignedOptions["extensions"]>[number] => ({
  name: "subjectAltName",
  altNames: hosts.map((host) => (isIP(host) ? { type: 7, ip: host } : { type: 2, value: host })),
});
