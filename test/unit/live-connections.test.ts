import { setImmediate as nextTurn } from "node:timers/promises";
import { test } from "vitest";
import { FAKE_CARRIER, connect, noticesOf, openFakeSocket, openHub } from "../support/live-hub.ts";

test("places are counted in all, for an account and for a network, and given back once", ({
  expect,
}) => {
  const { hub } = openHub({ places: { inAll: 4, perAccount: 2, perNetwork: 3 } });
  const admit = (accountId: string, network: string): unknown =>
    hub.admit({
      transport: "websocket",
      accountId,
      sessionId: "s",
      network,
      expiresAtMs: null,
      after: null,
    });
  const first = connect(hub, { accountId: "a", network: "n" });
  connect(hub, { accountId: "a", network: "n" });
  expect(admit("a", "m")).toBeNull();
  const third = hub.admit({ ...first.connection, accountId: "b" });
  expect(third).not.toBeNull();
  expect(admit("c", "n")).toBeNull();
  connect(hub, { accountId: "c", network: "m" });
  expect(admit("d", "m")).toBeNull();
  if (third) hub.giveBack(third);
  hub.closed(first.connection);
  hub.closed(first.connection);
  expect(admit("d", "n")).not.toBeNull();
  expect(admit("e", "n")).not.toBeNull();
  expect(admit("f", "o")).toBeNull();
});

test("a reader who lets too much wait is closed with its reason, and cut when that does not help", async ({
  expect,
}) => {
  let nowMs = 0;
  const { hub, closed, spreadTo } = openHub({ now: () => nowMs });
  const slow = connect(hub);
  const good = connect(hub);
  slow.socket.bufferedBytes = 256 * 1024 + 1;
  good.socket.bufferedBytes = 256 * 1024;
  hub.add(noticesOf("1-0"), "1-0");
  await spreadTo("1-0");
  expect(slow.socket.ending).toBe("slow");
  expect(good.socket.ending).toBeNull();
  hub.add(noticesOf("2-0"), "2-0");
  await spreadTo("2-0");
  expect(slow.socket.ids()).toEqual(["1-0"]);
  expect(good.socket.ids()).toEqual(["1-0", "2-0"]);
  nowMs = 4999;
  await hub.tick();
  expect(slow.socket.isCut).toBe(false);
  nowMs = 5000;
  await hub.tick();
  expect(slow.socket.isCut).toBe(true);
  expect(closed).toEqual(["slow"]);
});

test("one that breaks while it is written to keeps nobody else from his notice", async ({
  expect,
}) => {
  const { hub, closed, spreadTo } = openHub();
  const broken = connect(hub);
  const good = connect(hub);
  broken.socket.isBroken = true;
  hub.add(noticesOf("1-0"), "1-0");
  await spreadTo("1-0");
  expect(good.socket.ids()).toEqual(["1-0"]);
  expect(broken.socket.isCut).toBe(true);
  expect(closed).toEqual(["gone"]);
});

test("each is pinged every thirty ticks, spread over them, and cut after a ping without an answer", async ({
  expect,
}) => {
  const { hub, closed } = openHub();
  const all = Array.from({ length: 60 }, () => connect(hub));
  const [dead] = all;
  for (let round = 1; round <= 2; round++)
    for (let tick = 0; tick < 30; tick++) {
      const before = all.reduce((sum, { socket }) => sum + socket.pings, 0);
      await hub.tick();
      const pings = all.reduce((sum, { socket }) => sum + socket.pings, 0) - before;
      expect(pings).toBeLessThanOrEqual(2);
      for (const each of all) if (each !== dead) hub.ponged(each.connection);
    }
  expect(all.map(({ socket }) => socket.pings)).toEqual([1, ...all.slice(1).map(() => 2)]);
  expect(dead?.socket.isCut).toBe(true);
  expect(closed).toEqual(["unresponsive"]);
  expect(hub.counts()).toEqual({ websocket: 59, sse: 0 });
});

test("where nobody answers pings, what was written must be gone by the next one", async ({
  expect,
}) => {
  const { hub, closed } = openHub();
  const carrier = { ...FAKE_CARRIER, isAnswered: false };
  const dead = connect(hub, { transport: "sse" }, openFakeSocket(), carrier);
  const alive = connect(hub, { transport: "sse" }, openFakeSocket(), carrier);
  dead.socket.bufferedBytes = 1;
  for (let tick = 0; tick < 90; tick++) await hub.tick();
  expect([dead.socket.isCut, alive.socket.isCut]).toEqual([true, false]);
  expect(alive.socket.pings).toBe(3);
  expect(closed).toEqual(["unresponsive"]);
});

test("a session that ended and a token that ran out end theirs, and no others", async ({
  expect,
}) => {
  let nowMs = 1000;
  const { hub } = openHub({ now: () => nowMs });
  const first = connect(hub, { sessionId: "first" });
  const second = connect(hub, { sessionId: "second" });
  const short = connect(hub, { sessionId: "second", expiresAtMs: 2000 });
  expect([...hub.sessionIds()]).toEqual([new Set(["first", "second"])]);
  hub.endSessions(new Set(["first", "another"]));
  expect([first, second, short].map(({ socket }) => socket.ending)).toEqual([
    "signed_out",
    null,
    null,
  ]);
  nowMs = 1999;
  await hub.tick();
  expect(short.socket.ending).toBeNull();
  nowMs = 2000;
  await hub.tick();
  expect([second, short].map(({ socket }) => socket.ending)).toEqual([null, "signed_out"]);
});

test("sessions of many connections are asked for some at a time, and each is", ({ expect }) => {
  const { hub } = openHub();
  const ids = Array.from({ length: 1201 }, (_, i) => String(i));
  for (const sessionId of ids) connect(hub, { sessionId });
  const asked = [...hub.sessionIds()];
  expect(asked.map(({ size }) => size)).toEqual([500, 500, 201]);
  expect(asked.flatMap((some) => Array.from(some))).toEqual(ids);
});

test("at shutdown all are told, nobody else is let in, and it waits until the last is gone", async ({
  expect,
}) => {
  const { hub, closed } = openHub();
  const all = Array.from({ length: 100 }, () => connect(hub));
  const stopped = hub.stop();
  expect(hub.isStopping()).toBe(true);
  expect(() => connect(hub)).toThrow("no place");
  while (!all.every(({ socket }) => socket.ending === "restarting")) await nextTurn();
  let isStopped = false;
  void stopped.then(() => (isStopped = true));
  for (const { connection } of all.slice(1)) hub.closed(connection);
  await nextTurn();
  expect(isStopped).toBe(false);
  if (all[0]) hub.closed(all[0].connection);
  await stopped;
  expect(closed).toEqual(Array.from({ length: 100 }, () => "restarting"));
});
