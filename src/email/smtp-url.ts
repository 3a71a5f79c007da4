import { isLoopback } from "../domain/loopback.ts";

export type SmtpServer = {
  host: string;
  /** Undefined: 465 with TLS from the first byte, else 587. */
  port: number | undefined;
  /** TLS from the first byte (RFC 8314). */
  isTls: boolean;
  account: { user: string; pass: string } | null;
};

/** Reads smtp://user:password@host:port, or smtps://. Throws URIError when the account is not percent-encoded. */
export function parseSmtpUrl(url: string): SmtpServer {
  const { protocol, hostname, port, username, password } = new URL(url);
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? undefined : Number(port),
    isTls: protocol === "smtps:",
    account:
      username === ""
        ? null
        : { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
  };
}

/** Whether it can be read, and names a host. */
export function isSmtpUrl(url: string): boolean {
  try {
    return parseSmtpUrl(url).host !== "";
  } catch {
    return false;
  }
}

/** Whether the password of a readable URL would cross a network as it is. */
export function isPasswordBare(url: string, tls: "required" | "off"): boolean {
  const { host, isTls, account } = parseSmtpUrl(url);
  return tls === "off" && !isTls && account !== null && !isLoopback(host);
}
