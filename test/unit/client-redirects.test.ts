import { once } from "node:events";
import { type RequestListener, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "vitest";
import { basicAuth, createLatchkeyClient } from "../../openapi/client/index.ts";

async function listen(answer: RequestListener): Promise<AsyncDisposable & { url: string }> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test.for([301, 302, 303, 307, 308])(
  "the client takes nothing elsewhere when it is redirected with %i",
  async (status, { expect }) => {
    const seen: (string | undefined)[] = [];
    await using elsewhere = await listen((request, response) => {
      seen.push(request.url);
      response.setHeader("Content-Type", "application/json").end("{}");
    });
    await using service = await listen((request, response) => {
      request.resume();
      response.writeHead(status, { Location: `${elsewhere.url}/stolen` }).end();
    });
    const ask = (baseUrl: string): Promise<unknown> =>
      createLatchkeyClient({ baseUrl, headers: basicAuth("ada@example.com", "a password") }).POST(
        "/otp/verify",
        { body: { id: "sealed", code: "12345678" } },
      );
    await expect(ask(service.url)).rejects.toThrow(TypeError);
    expect(seen).toEqual([]);
    await ask(elsewhere.url);
    expect(seen).toEqual(["/otp/verify"]);
  },
);
