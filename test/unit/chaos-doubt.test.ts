import { describe, test } from "vitest";
import type { Evidence } from "../chaos/invariants/evidence.ts";
import { judgeEvidence } from "../chaos/judge.ts";
import type { Entry } from "../chaos/ledger.ts";
import {
  TYPED_AT,
  EMAIL,
  call,
  guesses,
  mail,
  registered,
  sound,
  user,
} from "../support/sound-evidence.ts";

describe("the fault programme's judge", () => {
  test("counts no guess against a budget that may have met a longer code", ({ expect }) => {
    const { entries, mails, messages } = sound();
    const later = TYPED_AT + 1000;
    const long = {
      key: "m2-long",
      messageId: "m2",
      to: EMAIL,
      text: "12345678",
      acceptedAt: later,
    };
    const message = { ...messages[0], id: "m2", requested_at: new Date(later) };
    const guessed = guesses(10).map((guess) =>
      Object.assign(guess, { calledAt: later + 10, returnedAt: later + 20 }),
    );
    const evidence = {
      ...sound(),
      entries: [...entries, ...guessed],
      mails: [...mails, long],
      messages: [...messages, message as Evidence["messages"][number]],
    };
    expect(judgeEvidence(evidence)).toEqual([]);
  });

  test("takes registrations as they were written, whatever their clocks say", ({ expect }) => {
    const [first] = sound().messages as [Evidence["messages"][number]];
    const earlier = new Date(first.requested_at.getTime() - 5);
    const evidence = {
      ...sound(),
      users: [{ ...user, generation: 2 }],
      mails: [{ ...mail, key: "m2", messageId: "m2" }],
      messages: [
        { ...first, state: "superseded", attempts: 0 },
        { ...first, id: "m2", code_sequence: 2, requested_at: earlier },
      ],
      registrations: [...sound().registrations, { ...sound().registrations[0], at: earlier }],
      posts: new Map(),
    } as Evidence;
    expect(judgeEvidence(evidence)).toEqual([]);
    expect(judgeEvidence({ ...evidence, mails: [mail] }).join()).toContain("I4");
  });

  test("takes what was not answered for something that may have happened", ({ expect }) => {
    const toldInsteadOf2xx = (status: number): Entry[] => [
      registered,
      call({ status }),
      call({ operation: "sign in", status }),
    ];
    expect(judgeEvidence({ ...sound(), entries: toldInsteadOf2xx(0) })).toEqual([]);
    expect(judgeEvidence({ ...sound(), entries: toldInsteadOf2xx(503) })).toEqual([]);
    expect(judgeEvidence({ ...sound(), entries: toldInsteadOf2xx(401) })).toHaveLength(2);
    const refused = call({ operation: "me", status: 401 });
    const lost = call({ operation: "refresh", status: 0 });
    expect(judgeEvidence({ ...sound(), entries: [...sound().entries, lost, refused] })).toEqual([]);
  });
});
