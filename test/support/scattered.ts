import { randomAddress } from "./random-address.ts";
import type { TestService } from "./service.ts";

type Requester = Pick<TestService, "request">;

/** Each request comes from a network of its own, behind one proxy: no limit but those by address is reached. */
export const scattered = ({ request }: Requester): Requester => ({
  request: (path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set("x-forwarded-for", randomAddress());
    return request(path, { ...init, headers });
  },
});
