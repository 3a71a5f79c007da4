import { OPS_PASSWORD, type TestService } from "./service.ts";
import { postJson } from "./client.ts";

type Operator = {
  headers(password?: string): Record<string, string>;
  get(path: string): Promise<Response>;
  post(path: string, body: unknown): Promise<Response>;
  put(path: string, body: unknown, ifMatch?: string): Promise<Response>;
  delete(path: string, body: unknown, ifMatch?: string): Promise<Response>;
};

/** Somebody who knows the operators' password. */
export function operator(service: Pick<TestService, "request">, password = OPS_PASSWORD): Operator {
  const headers = (given = password): Record<string, string> => ({
    authorization: `Basic ${Buffer.from(`ops:${given}`).toString("base64")}`,
  });
  const send = (
    method: string,
    path: string,
    body: unknown,
    ifMatch?: string,
  ): Promise<Response> => {
    const conditional = ifMatch === undefined ? {} : { "if-match": ifMatch };
    return service.request(path, { ...postJson(body, { ...headers(), ...conditional }), method });
  };
  return {
    headers,
    get: (path) => service.request(path, { headers: headers() }),
    post: (path, body) => send("POST", path, body),
    put: (path, body, ifMatch) => send("PUT", path, body, ifMatch),
    delete: (path, body, ifMatch) => send("DELETE", path, body, ifMatch),
  };
}
