import { readFile } from "node:fs/promises";
import { describe, test } from "vitest";
import type { ApiDocument } from "./document.ts";
import { createJudge } from "./judge.ts";
import type { Answer } from "./send.ts";

const readDocument = async (): Promise<ApiDocument> =>
  JSON.parse(await readFile(new URL("../../openapi/openapi.json", import.meta.url), "utf8"));
const judge = createJudge(await readDocument());

const answer = (status: number, body: unknown, type = "application/json"): Answer => ({
  status,
  headers: { "content-type": type },
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const registered = { id: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21", status: "pending" };
const refused = {
  type: "https://latchkey.example/problems/code_incorrect",
  title: "The code is wrong",
  status: 400,
  code: "code_incorrect",
  request_id: "1",
  attempts_left: 4,
};
const PROBLEM = "application/problem+json";
const session = {
  session_id: registered.id,
  access_token: "a.b.c",
  token_type: "Bearer",
  expires_in: 300,
  refresh_token: "x",
  refresh_expires_in: 1,
  device_token: "y",
};

describe("an answer is right when all of it is as documented", () => {
  test.for<[string, Answer]>([
    ["registerUser", answer(202, registered)],
    ["activateUser", answer(400, refused, PROBLEM)],
    ["signIn", answer(201, session)],
    ["signOut", { status: 204, headers: {}, body: "" }],
  ])("%s", ([operationId, right], { expect }) => {
    expect(judge(operationId, right)).toBeNull();
  });
});

describe("an answer is wrong", () => {
  test.for<[string, string, Answer, RegExp]>([
    ["with a status that is not documented", "registerUser", answer(201, registered), /201 is not/],
    ["with another type", "registerUser", answer(202, registered, "text/html"), /of the type/],
    ["with no JSON", "registerUser", answer(202, "{"), /no JSON/],
    ["without a member", "registerUser", answer(202, { id: registered.id }), /status/],
    [
      "with a member of another format",
      "registerUser",
      answer(202, { ...registered, id: "1" }),
      /uuid/,
    ],
    [
      "with one too many",
      "registerUser",
      answer(202, { ...registered, code: "0420" }),
      /unevaluated/,
    ],
    [
      "with one too many in a whole of parts",
      "signIn",
      answer(201, { ...session, x: 1 }),
      /unevaluated/,
    ],
    ["with a body where none is", "signOut", { status: 204, headers: {}, body: "x" }, /has a body/],
    [
      "with an unknown code",
      "activateUser",
      answer(400, { ...refused, code: "no" }, PROBLEM),
      /code/,
    ],
    [
      "with a code that the route does not name",
      "activateUser",
      answer(400, { ...refused, code: "invalid_proof" }, PROBLEM),
      /does not name/,
    ],
    [
      "with another status in its body",
      "activateUser",
      answer(400, { ...refused, status: 401 }, PROBLEM),
      /tells of/,
    ],
    [
      "that is a fault of ours",
      "registerUser",
      answer(500, { ...refused, status: 500, code: "internal_error" }, PROBLEM),
      /^500/,
    ],
  ])("%s", ([, operationId, wrong, said], { expect }) => {
    expect(judge(operationId, wrong)).toMatch(said);
  });

  test("when its status is taken out of the document", async ({ expect }) => {
    const document = await readDocument();
    delete document.paths["/users"]?.["post"]?.responses["202"];
    expect(createJudge(document)("registerUser", answer(202, registered))).toMatch(/202 is not/);
  });
});
