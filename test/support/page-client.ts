import { randomAddress } from "./random-address.ts";
import type { TestService } from "./service.ts";

type Requester = Pick<TestService, "request">;

/** A browser without scripts: it keeps cookies, and says whose page it is on. */
export type PageClient = {
  /** By name, as the browser has them now. */
  cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Sends a form of a page of ours, unless the headers say otherwise. */
  post(
    path: string,
    fields: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Response>;
};

/** Where the pages of a service under test are reached, unless it is told otherwise. */
export const PAGE_ORIGIN = "http://127.0.0.1:8080";

export function openPageClient(service: Requester, origin = PAGE_ORIGIN): PageClient {
  const cookies = new Map<string, string>();
  const from = randomAddress();
  const send = async (
    path: string,
    init: RequestInit,
    headers: Record<string, string>,
  ): Promise<Response> => {
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const response = await service.request(path, {
      redirect: "manual",
      ...init,
      headers: { ...(cookie === "" ? {} : { cookie }), ...headers },
      from,
    });
    for (const field of response.headers.getSetCookie()) {
      const [name = "", value = ""] = field.split(";")[0]?.split("=") ?? [];
      if (/max-age=0/i.test(field)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  return {
    cookies,
    get: (path, headers = {}) => send(path, {}, { "sec-fetch-site": "none", ...headers }),
    post: (path, fields, headers = {}) =>
      send(
        path,
        { method: "POST", body: String(new URLSearchParams(fields)) },
        {
          "content-type": "application/x-www-form-urlencoded",
          origin,
          "sec-fetch-site": "same-origin",
          ...headers,
        },
      ),
  };
}

/** Signs in by the form of the page. */
export const signInByPage = (
  client: PageClient,
  { email, password }: { email: string; password: string },
  path = "/login",
): Promise<Response> => client.post(path, { email, password });
