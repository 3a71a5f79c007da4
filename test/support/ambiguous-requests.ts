import { rawRequest } from "./raw-http.ts";

const HOST = "Host: 127.0.0.1";
const JSON_TYPE = "Content-Type: application/json";

/** What the body of an ambiguous request is to whoever does not read it as a body. */
const HIDDEN = ["DELETE /users/me HTTP/1.1", HOST, "", ""].join("\r\n");
const CHUNKED = `0\r\n\r\n${HIDDEN}`;
const LENGTH = `Content-Length: ${HIDDEN.length}`;

const post = (fields: string[], body: string): string =>
  rawRequest("POST /users HTTP/1.1", [HOST, JSON_TYPE, ...fields], body);
const get = (fields: string[], body = ""): string =>
  rawRequest("GET /health/live HTTP/1.1", [HOST, ...fields], body);

/** Requests that two readers can understand differently (RFC 9112 §11.2), by what is wrong with them. */
export const ambiguousRequests: [string, string][] = [
  ["two Content-Lengths", post(["Content-Length: 2", "Content-Length: 3"], `{}x${HIDDEN}`)],
  [
    "a length and chunks",
    post([`Content-Length: ${CHUNKED.length}`, "Transfer-Encoding: chunked"], CHUNKED),
  ],
  ["a space before the colon", get([`Content-Length : ${HIDDEN.length}`], HIDDEN)],
  ["an unknown transfer coding", post(["Transfer-Encoding: xchunked"], CHUNKED)],
  ["two Hosts", get(["Host: evil.example"])],
  ["lines that end with a bare line feed", get([`X-One: 1\n${LENGTH}`], HIDDEN)],
  ["a folded field", post([LENGTH, "Transfer-Encoding:\r\n chunked"], CHUNKED)],
];

/** Two requests on one connection, the second being what ambiguous ones hide. */
export const twoRequests = [
  "GET /health/live HTTP/1.1",
  HOST,
  "",
  "DELETE /users/me HTTP/1.1",
  HOST,
  "Connection: close",
  "",
  "",
].join("\r\n");

/** Whether a line of the log tells of the hidden one. */
export const isHidden = (line: string): boolean =>
  line.includes('"method":"DELETE"') && line.includes('"route":"/users/me"');
