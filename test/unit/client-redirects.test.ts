import { test } from "vitest";
import { basicAuth, createLatchkeyClient } from "../../openapi/client/index.ts";
import { serve } from "../support/web-server.ts";

test.for([301, 302, 303, 307, 308])(
  "the client takes nothing elsewhere when it is redirected with %i",
  async (status, { expect }) => {
    const seen: (string | undefined)[] = [];
    using elsewhere = await serve((request, response) => {
      seen.push(request.url);
      response.setHeader("Content-Type", "application/json").end("{}");
    });
    using service = await serve((request, response) => {
      request.resume();
      response.writeHead(status, { Location: `${elsewhere.origin}/stolen` }).end();
    });
    const ask = (baseUrl: string): Promise<unknown> =>
      createLatchkeyClient({ baseUrl, headers: basicAuth("ada@example.com", "a password") }).POST(
        "/otp/verify",
        { body: { id: "sealed", code: "12345678" } },
      );
    await expect(ask(service.origin)).rejects.toThrow(TypeError);
    expect(seen).toEqual([]);
    await ask(elsewhere.origin);
    expect(seen).toEqual(["/otp/verify"]);
  },
);
