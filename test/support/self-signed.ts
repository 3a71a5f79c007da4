import { generate } from "selfsigned";

export type Certificate = { key: string; cert: string };

/** A certificate for localhost and 127.0.0.1, made now, that nobody vouches for but itself. */
export async function selfSigned(): Promise<Certificate> {
  const names = [{ name: "commonName", value: "localhost" }];
  const { private: key, cert } = await generate(names, {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { key, cert };
}
