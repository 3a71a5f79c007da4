import { connect } from "node:net";

/** Sends bytes as they are and reads until the other side closes. */
export function exchange(url: string, text: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname, () => socket.write(text));
  let answer = "";
  socket.setEncoding("utf8").on("data", (part: string) => (answer += part));
  socket.once("close", () => resolve(answer));
  socket.once("error", (error) => (answer === "" ? reject(error) : resolve(answer)));
  return promise;
}

export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

/** A request as it goes over the wire, after which the connection is closed. */
export const rawRequest = (line: string, fields: string[], body = ""): string =>
  [line, ...fields, "Connection: close", "", body].join("\r\n");
