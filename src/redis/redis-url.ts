/** Where Redis is: one server, the servers that know a cluster, or the sentinels that know which server is the primary. */
export type RedisTarget = {
  isTls: boolean;
  credentials: Credentials;
} & (
  | { kind: "single"; url: string }
  | { kind: "cluster"; hosts: Address[] }
  | { kind: "sentinel"; hosts: Address[]; primary: string; sentinels: Credentials }
);

type Address = { host: string; port: number };
type Credentials = { username?: string; password?: string };
type Read = { value: RedisTarget | null; problem: string | null };

const FORMS = ["redis", "redis+cluster", "redis+sentinel"];
const PROTOCOLS = FORMS.flatMap((form) => [form, form.replace("redis", "rediss")]);
const DEFAULT_PORT = { cluster: 6379, sentinel: 26_379 };
const LIST =
  /^redis(?<s>s?)\+(?<kind>cluster|sentinel):\/\/((?<login>[^/?#]*)@)?(?<hosts>[^/?#@]*)(\/(?<path>[^/?#]*))?(\?(?<query>[^#]*))?$/;

/**
 * Reads redis://, redis+cluster:// (host:port,host:port) and redis+sentinel:// (host:port,host:port/primary-name), each with
 * rediss for TLS (https://www.iana.org/assignments/uri-schemes/prov/redis for the first). A problem repeats nothing of it.
 */
export function parseRedisUrl(text: string): Read {
  const refuse = (problem: string): Read => ({ value: null, problem });
  if (!PROTOCOLS.some((protocol) => text.startsWith(`${protocol}://`)))
    return refuse(
      `must be a URL that begins with ${PROTOCOLS.map((each) => `${each}://`).join(" or ")}`,
    );
  if (/^rediss?:/.test(text)) return readSingle(text);
  const { kind, s, login, hosts = "", path = "", query = "" } = LIST.exec(text)?.groups ?? {};
  if (kind !== "cluster" && kind !== "sentinel")
    return refuse(
      "must be a list of host:port with commas, and what else is in it percent-encoded",
    );
  const credentials = readLogin(login);
  const parameters = new URLSearchParams(query.replaceAll("+", "%2B"));
  const primary = decode(path);
  if (!credentials || primary === null)
    return refuse("its user, password or name is not percent-encoded");
  const addresses = hosts.split(",").map((each) => readAddress(each, DEFAULT_PORT[kind]));
  const wrong = addresses.indexOf(null);
  if (wrong !== -1) return refuse(`number ${wrong + 1} of its hosts is no host, or host:port`);
  const known = {
    isTls: s === "s",
    credentials,
    hosts: addresses.filter((each) => each !== null),
  };
  if (kind === "cluster") {
    if (primary !== "" || query !== "") return refuse("a cluster has nothing behind its hosts");
    return { value: { kind, ...known }, problem: null };
  }
  if (primary === "")
    return refuse("names no primary: redis+sentinel://host:26379,host:26379/primary-name");
  if ([...parameters.keys()].some((name) => !/^sentinel_(user|password)$/.test(name)))
    return refuse("knows only sentinel_user and sentinel_password behind its ?");
  const sentinels = pickSet(parameters.get("sentinel_user"), parameters.get("sentinel_password"));
  return { value: { kind, ...known, primary, sentinels }, problem: null };
}

/** The target of a URL that was checked. Throws for any other. */
export function redisTargetOf(text: string): RedisTarget {
  const { value, problem } = parseRedisUrl(text);
  if (!value) throw new Error(`the address of Redis ${problem}`);
  return value;
}

/** All passwords in it, of Redis and of its sentinels. */
export function passwordsIn(text: string): string[] {
  const { value } = parseRedisUrl(text);
  const sentinels = value?.kind === "sentinel" ? value.sentinels.password : undefined;
  return [value?.credentials.password, sentinels].filter((each) => each !== undefined);
}

function readSingle(text: string): Read {
  const url = URL.parse(text);
  const credentials = url && readLogin(`${url.username}:${url.password}`);
  if (!credentials || url.hostname === "")
    return { value: null, problem: "is no URL such as redis://:password@host:6379" };
  // The driver takes its own options from there: a deadline of commands, or a queue that sends them later.
  if (url.search !== "") return { value: null, problem: "has nothing behind a ?" };
  const isTls = url.protocol === "rediss:";
  return { value: { kind: "single", url: text, isTls, credentials }, problem: null };
}

function readLogin(login: string | undefined): Credentials | null {
  const [, user = "", password = ""] = /^([^:]*):?(.*)$/s.exec(login ?? "") ?? [];
  const [username, secret] = [decode(user), decode(password)];
  if (username === null || secret === null) return null;
  return pickSet(username, secret);
}

const pickSet = (username: string | null, password: string | null): Credentials => ({
  ...(username && { username }),
  ...(password && { password }),
});

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function readAddress(text: string, defaultPort: number): Address | null {
  // As the host of a URL is, which also knows IPv6 addresses in brackets.
  const url = /^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(text) && URL.parse(`http://${text}`);
  if (!url || url.port === "0") return null;
  const port = /:\d+$/.exec(text.replace(/^\[.*\]/, ""))?.[0].slice(1);
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(port ?? defaultPort) };
}
