import { describe, test } from "vitest";
import { findSecrets } from "../chaos/invariants/secrets.ts";

describe("the fault programme's judge", () => {
  test.for<[string, string]>([
    ["as it is", 'x "pw-1234567890" y'],
    ["in base64", `Authorization: Basic ${Buffer.from("ann:pw-1234567890").toString("base64")}`],
    ["in an address", "/users?password=pw-1234567890&x=1"],
    ["in a path", "GET /reset/pw-1234567890/confirm"],
    ["at the end of a sentence", "His password is pw-1234567890."],
  ])("finds a secret in a log %s", ([, line], { expect }) => {
    const secrets = new Set(["pw-1234567890", "ann:pw-1234567890"]);
    expect(findSecrets([line], secrets)).toEqual(["I9: 1 secrets are in the logs"]);
    expect(findSecrets(["a line of 40 words without any"], secrets)).toEqual([]);
  });
});
