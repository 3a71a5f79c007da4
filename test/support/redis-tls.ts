import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type RedisProcess, startRedisProcess } from "./redis-process.ts";
import { certifiedBy, newAuthority } from "./self-signed.ts";

/** What an operator gives the service's user: the line of .env.example, which is also the README's. */
export async function readAclLine(): Promise<string> {
  const text = await readFile(new URL("../../.env.example", import.meta.url), "utf8");
  const line = /^# (user latchkey .*)$/m.exec(text)?.[1];
  if (line === undefined) throw new Error(".env.example has no ACL line");
  return line;
}

export type TlsRedis = RedisProcess & { url: string; caFile: string };

const PASSWORD = "of-the-service";
const OWNER_PASSWORD = "of-the-owner";

/** A Redis that speaks TLS only and knows one user, with an ACL line, beside the test's own. */
export async function startTlsRedis(aclLine: string): Promise<TlsRedis> {
  const authority = await newAuthority("An authority");
  const { key, cert } = await certifiedBy(authority);
  let caFile = "";
  const server = await startRedisProcess({
    async args({ folder, port }) {
      const write = async (name: string, text: string): Promise<string> => {
        await writeFile(join(folder, name), text, { mode: 0o600 });
        return join(folder, name);
      };
      caFile = await write("ca.pem", authority.cert);
      const users = [
        aclLine.replace(/>\S+/, `>${PASSWORD}`),
        `user owner on >${OWNER_PASSWORD} ~* &* +@all`,
        "user default off",
      ];
      return [
        ...["--port", "0", "--tls-port", String(port), "--tls-auth-clients", "no"],
        ...["--tls-cert-file", await write("cert.pem", cert)],
        ...["--tls-key-file", await write("key.pem", key)],
        ...["--tls-ca-cert-file", caFile],
        ...["--aclfile", await write("users.acl", users.join("\n"))],
      ];
    },
    client: { username: "owner", password: OWNER_PASSWORD, tls: { ca: authority.cert } },
  });
  return { ...server, caFile, url: `rediss://latchkey:${PASSWORD}@127.0.0.1:${server.port}` };
}
