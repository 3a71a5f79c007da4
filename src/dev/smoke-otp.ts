import { createLocalJWKSet, jwtVerify } from "jose";
import { type Person, type SmokeClient, codeOf, expect, newPerson, say } from "./smoke-client.ts";

/** Walks through codes without a password: an address that nobody has is proved, and an owner signs in. */
export async function walkThroughOtp(client: SmokeClient, owner: Person): Promise<void> {
  const { call, readMail } = client;
  const { email } = newPerson();
  const asked = await call("POST", "/otp/send", { email, nonce: "smoke" });
  expect(`send a code to ${email}, without a password`, asked, 202);
  const code = codeOf(await readMail({ email }));
  say(`the mail says ${code}`);
  const { id } = asked.body;
  const wrong = String((Number(code) + 1) % 10 ** code.length).padStart(code.length, "0");
  expect("a wrong code is refused", await call("POST", "/otp/verify", { id, code: wrong }), 400);
  const proved = await call("POST", "/otp/verify", { id, code });
  expect("the right code gives a proof", proved, 200);
  const again = await call("POST", "/otp/verify", { id, code });
  const { proof } = proved.body;
  expect("the same one a second time", again, 200, again.body["proof"] === proof);
  const keys = await call("GET", "/.well-known/jwks.json");
  const keySet = createLocalJWKSet(keys.body as unknown as Parameters<typeof createLocalJWKSet>[0]);
  const { payload } = await jwtVerify(String(proof), keySet, { typ: "identity-proof+jwt" });
  expect("the key set verifies it", keys, 200, payload["email"] === email);

  const before = await readMail(owner);
  const wanted = await call("POST", "/otp/send", { email: owner.email });
  expect("send a code to an owner", wanted, 202);
  const typed = { id: wanted.body["id"], code: codeOf(await readMail(owner, before)) };
  const signedIn = await call("POST", "/otp/verify?session=true", typed);
  expect("sign in with it", signedIn, 200, signedIn.body["session"] !== null);
  const { access_token: accessToken } = signedIn.body["session"] as { access_token: string };
  const here = { accessToken };
  expect("and out", await call("DELETE", "/sessions/current", undefined, here), 204);
  expect("the code is good once", await call("POST", "/otp/verify?session=true", typed), 410);
}
