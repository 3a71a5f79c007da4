import { describe, test, vi } from "vitest";
import { newPerson } from "../support/client.ts";
import { sendOtp, verifyOtp } from "../support/otp.ts";
import { prepareCodes } from "../support/prepared-otps.ts";
import { REQUESTS, countStoreTrips } from "../support/store-trips.ts";
import type { TestService } from "../support/service.ts";
import { getMeAs, newSignedIn } from "../support/session.ts";

const answer = async (response: Promise<Response>, status: number): Promise<void> => {
  const given = await response;
  if (given.status !== status) throw new Error(`${given.status}: ${await given.text()}`);
};

const verifyRightCodes = async (service: TestService): Promise<() => Promise<void>> => {
  const codes = await prepareCodes(service.resources, REQUESTS + 1);
  return async () => {
    const { id = "", code = "" } = codes.pop() ?? {};
    await answer(verifyOtp(service, id, code), 200);
  };
};

const sendCodes = async (service: TestService): Promise<() => Promise<void>> => {
  // No mail jobs in between, which have codes to store: nothing is left of the messages.
  vi.spyOn(service.resources.otpCodes, "issue").mockResolvedValue(null);
  return () => answer(sendOtp(service, newPerson().email), 202);
};

describe("what a passwordless code asks the stores for", () => {
  test("when it is right: Redis twice, its limit and then the code, and Postgres nothing", async ({
    expect,
  }) => {
    const asked = await countStoreTrips({}, verifyRightCodes);
    expect(asked).toEqual({ trips: 2, commands: 2, statements: 0, borrowed: 0 });
  });

  test("when it is sent: Redis four times, and Postgres for the mail's one statement", async ({
    expect,
  }) => {
    const asked = await countStoreTrips({}, sendCodes);
    expect(asked).toEqual({ trips: 4, commands: 5, statements: 1, borrowed: 1 });
  });

  test("a statement that a request waits for would be seen (control)", async ({ expect }) => {
    const readOwnAccount = async (service: TestService): Promise<() => Promise<void>> => {
      const { tokens } = await newSignedIn(service);
      return () => answer(getMeAs(service, tokens), 200);
    };
    const { statements, borrowed } = await countStoreTrips({}, readOwnAccount);
    expect(statements).toBeGreaterThanOrEqual(1);
    expect(borrowed).toBeGreaterThanOrEqual(1);
  });
});
