import { type SelfsignedOptions, generate } from "selfsigned";

export type Certificate = { key: string; cert: string };

/** A certificate for a name and 127.0.0.1, made now, that nobody vouches for but itself. */
export const selfSigned = (
  name = "localhost",
  keyType: "ec" | "rsa" = "ec",
): Promise<Certificate> => make(name, { keyType, extensions: [namesOf(name)] });

/** A certificate of one that may vouch for others. */
export const newAuthority = (name: string): Promise<Certificate> =>
  make(name, {
    keyType: "ec",
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, digitalSignature: true, critical: true },
    ],
  });

/** A certificate for localhost and 127.0.0.1 that the authority vouches for. */
export const certifiedBy = (authority: Certificate): Promise<Certificate> =>
  make("localhost", { keyType: "ec", ca: authority, extensions: [namesOf("localhost")] });

async function make(name: string, options: SelfsignedOptions): Promise<Certificate> {
  const subject = [{ name: "commonName", value: name }];
  const { private: key, cert } = await generate(subject, { algorithm: "sha256", ...options });
  return { key, cert };
}

const namesOf = (name: string): NonNullable<SelfsignedOptions["extensions"]>[number] => ({
  name: "subjectAltName",
  altNames: [
    { type: 2, value: name },
    { type: 7, ip: "127.0.0.1" },
  ],
});
