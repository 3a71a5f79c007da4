import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  argumentsOf,
  type Entrance,
  type RedisProcess,
  startRedisProcess,
} from "./redis-process.ts";
import { certifiedBy, newAuthority } from "./self-signed.ts";

const ENVIRONMENT_EXAMPLE = new URL("../../.env.example", import.meta.url);

/** What an operator gives the service's user: the line of .env.example, which is also the README's. */
export async function readAclLine(): Promise<string> {
  const text = await readFile(ENVIRONMENT_EXAMPLE, "utf8");
  const line = /^# (user latchkey .*)$/m.exec(text)?.[1];
  if (line === undefined) throw new Error(".env.example has no ACL line");
  return line;
}

/** The same of a cluster's, whose nodes it finds by itself. */
export const readClusterAclLine = async (): Promise<string> => {
  const text = await readFile(ENVIRONMENT_EXAMPLE, "utf8");
  return `${await readAclLine()} ${/on a cluster also: (.*)$/m.exec(text)?.[1]}`;
};

/** A way into servers that speak TLS only and know one user, with an ACL line, beside the test's own. */
export type TlsEntrance = Entrance & {
  /** Whose certificates the servers have. */
  caFile: () => string;
  /** What stands before @ in the service's address of Redis. */
  login: string;
  /** The same for sentinels, where that user may only ask for the primary and hear of another one. */
  sentinelArgs: NonNullable<Entrance["args"]>;
  /** The test's own user. */
  owner: { username: string; password: string };
};

const SENTINEL_ACL_LINE =
  "user latchkey on >PASSWORD resetchannels &+switch-master -@all +sentinel|get-master-addr-by-name +sentinel|sentinels +subscribe";
const PASSWORD = "of-the-service";
const OWNER = { username: "owner", password: "of-the-owner" };

export async function openTlsEntrance(aclLine: string): Promise<TlsEntrance> {
  const authority = await newAuthority("An authority");
  const { key, cert } = await certifiedBy(authority);
  let caFile = "";
  const argsWith =
    (line: string): NonNullable<Entrance["args"]> =>
    async ({ folder, port }) => {
      const write = async (name: string, text: string): Promise<string> => {
        await writeFile(join(folder, name), text, { mode: 0o600 });
        return join(folder, name);
      };
      caFile = await write("ca.pem", authority.cert);
      const users = [
        line.replace(/>\S+/, `>${PASSWORD}`),
        `user ${OWNER.username} on >${OWNER.password} ~* &* +@all`,
        "user default off",
      ];
      return argumentsOf({
        port: 0,
        "tls-port": port,
        "tls-auth-clients": "no",
        "tls-cluster": "yes",
        "tls-replication": "yes",
        "tls-cert-file": await write("cert.pem", cert),
        "tls-key-file": await write("key.pem", key),
        "tls-ca-cert-file": caFile,
        aclfile: await write("users.acl", users.join("\n")),
      });
    };
  return {
    caFile: () => caFile,
    login: `latchkey:${PASSWORD}`,
    owner: OWNER,
    client: { ...OWNER, tls: { ca: authority.cert } },
    args: argsWith(aclLine),
    sentinelArgs: argsWith(SENTINEL_ACL_LINE),
  };
}

export type TlsRedis = RedisProcess & { url: string; caFile: string };

/** One server behind such an entrance. */
export async function startTlsRedis(aclLine: string): Promise<TlsRedis> {
  const entrance = await openTlsEntrance(aclLine);
  const server = await startRedisProcess(entrance);
  const url = `rediss://${entrance.login}@127.0.0.1:${server.port}`;
  return { ...server, url, caFile: entrance.caFile() };
}
