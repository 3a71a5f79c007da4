import { generate } from "selfsigned";

export type Certificate = { key: string; cert: string };

/** A certificate for a name and 127.0.0.1, made now, that nobody vouches for but itself. */
export async function selfSigned(
  name = "localhost",
  keyType: "ec" | "rsa" = "ec",
): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: "commonName", value: name }], {
    keyType,
    algorithm: "sha256",
    extensions: [
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: name },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { key, cert };
}
