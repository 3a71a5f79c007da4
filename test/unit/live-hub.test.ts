import { setImmediate as nextTurn } from "node:timers/promises";
import { test } from "vitest";
import { FAKE_CARRIER, connect, noticesOf, openFakeSocket, openHub } from "../support/live-hub.ts";

const idsTo = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, i) => `${from + i}-0`);

test("everybody gets each notice once and in order, also while many come and go", async ({
  expect,
}) => {
  const { hub, spread } = openHub();
  const early = Array.from({ length: 300 }, () => connect(hub).socket);
  const sockets = new Map<string, ReturnType<typeof openFakeSocket>>();
  const all = idsTo(200);
  for (const id of all) {
    // A pass takes many turns, and these come in the middle of it.
    hub.add(noticesOf(id), id);
    const socket = openFakeSocket();
    socket.costMs = 0.01;
    connect(hub, { after: id }, socket);
    sockets.set(id, socket);
    if (Number.parseInt(id, 10) % 7 === 0) await nextTurn();
  }
  while (spread.at(-1) !== "200-0") await nextTurn();
  for (const socket of early) expect(socket.ids()).toEqual(all);
  for (const [after, socket] of sockets)
    expect(socket.ids()).toEqual(all.slice(Number.parseInt(after, 10)));
});

test("who comes back gets what he missed, and then what comes; the first message says so", async ({
  expect,
}) => {
  const { hub } = openHub();
  hub.add(noticesOf("1-0", "2-0", "3-0"), "3-0");
  const back = connect(hub, { after: "1-0" });
  const all = connect(hub, { after: "0-0" });
  const anew = connect(hub);
  hub.add(noticesOf("4-0"), "4-0");
  await nextTurn();
  expect(back.socket.ids()).toEqual(["2-0", "3-0", "4-0"]);
  expect(all.socket.ids()).toEqual(["1-0", "2-0", "3-0", "4-0"]);
  expect(anew.socket.ids()).toEqual(["4-0"]);
  for (const { socket } of [back, all, anew])
    expect(JSON.parse(socket.sent[0] ?? "")).toEqual({
      type: "hello",
      latest: "3-0",
      complete: true,
    });
});

test("what another instance told already is not told again, and what is new is", async ({
  expect,
}) => {
  const { hub } = openHub();
  hub.add(noticesOf("1-0"), "1-0");
  const { socket } = connect(hub, { after: "3-0" });
  hub.add(noticesOf("2-0", "3-0", "4-0"), "4-0");
  await nextTurn();
  expect(socket.ids()).toEqual(["4-0"]);
});

test("an id that never was keeps nobody from what comes for more than seconds", async ({
  expect,
}) => {
  let nowMs = 1000;
  const { hub } = openHub({ now: () => nowMs });
  const { socket } = connect(hub, { after: "9999999999999-0" });
  expect(JSON.parse(socket.sent[0] ?? "")).toMatchObject({ complete: false });
  nowMs += 2001;
  hub.add(noticesOf("5-0"), "5-0");
  await nextTurn();
  expect(socket.ids()).toEqual(["5-0"]);
});

test("a broadcast to ten thousand lets others have their turn every few milliseconds", async ({
  expect,
}) => {
  const { hub, spread } = openHub();
  const sockets = Array.from({ length: 10_000 }, () => connect(hub).socket);
  for (const socket of sockets) socket.costMs = 0.01;
  hub.add(noticesOf("1-0"), "1-0");
  let turns = 0;
  while (spread.length === 0) {
    await nextTurn();
    turns++;
  }
  expect(sockets.every((socket) => socket.ids().length === 1)).toBe(true);
  // 100 ms of work in slices of two.
  expect(turns).toBeGreaterThan(20);
});

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
  const { hub, closed } = openHub({ now: () => nowMs });
  const slow = connect(hub);
  const good = connect(hub);
  slow.socket.bufferedBytes = 256 * 1024 + 1;
  good.socket.bufferedBytes = 256 * 1024;
  hub.add(noticesOf("1-0"), "1-0");
  await nextTurn();
  expect(slow.socket.ending).toBe("slow");
  expect(good.socket.ending).toBeNull();
  hub.add(noticesOf("2-0"), "2-0");
  await nextTurn();
  expect(slow.socket.ids()).toEqual(["1-0"]);
  expect(good.socket.ids()).toEqual(["1-0", "2-0"]);
  nowMs = 4999;
  hub.tick();
  expect(slow.socket.isCut).toBe(false);
  nowMs = 5000;
  hub.tick();
  expect(slow.socket.isCut).toBe(true);
  expect(closed).toEqual(["slow"]);
});

test("one that breaks while it is written to keeps nobody else from his notice", async ({
  expect,
}) => {
  const { hub, closed } = openHub();
  const broken = connect(hub);
  const good = connect(hub);
  broken.socket.isBroken = true;
  hub.add(noticesOf("1-0"), "1-0");
  await nextTurn();
  expect(good.socket.ids()).toEqual(["1-0"]);
  expect(broken.socket.isCut).toBe(true);
  expect(closed).toEqual(["gone"]);
});

test("each is pinged every thirty ticks, spread over them, and cut after a ping without an answer", ({
  expect,
}) => {
  const { hub, closed } = openHub();
  const all = Array.from({ length: 60 }, () => connect(hub));
  const [dead] = all;
  for (let round = 1; round <= 2; round++)
    for (let tick = 0; tick < 30; tick++) {
      const before = all.reduce((sum, { socket }) => sum + socket.pings, 0);
      hub.tick();
      const pings = all.reduce((sum, { socket }) => sum + socket.pings, 0) - before;
      expect(pings).toBeLessThanOrEqual(2);
      for (const each of all) if (each !== dead) hub.ponged(each.connection);
    }
  expect(all.map(({ socket }) => socket.pings)).toEqual([1, ...all.slice(1).map(() => 2)]);
  expect(dead?.socket.isCut).toBe(true);
  expect(closed).toEqual(["unresponsive"]);
  expect(hub.counts()).toEqual({ websocket: 59, sse: 0 });
});

test("where nobody answers pings, what was written must be gone by the next one", ({ expect }) => {
  const { hub, closed } = openHub();
  const carrier = { ...FAKE_CARRIER, isAnswered: false };
  const dead = connect(hub, { transport: "sse" }, openFakeSocket(), carrier);
  const alive = connect(hub, { transport: "sse" }, openFakeSocket(), carrier);
  dead.socket.bufferedBytes = 1;
  for (let tick = 0; tick < 90; tick++) hub.tick();
  expect([dead.socket.isCut, alive.socket.isCut]).toEqual([true, false]);
  expect(alive.socket.pings).toBe(3);
  expect(closed).toEqual(["unresponsive"]);
});

test("a session that ended and a token that ran out end theirs, and no others", ({ expect }) => {
  let nowMs = 1000;
  const { hub } = openHub({ now: () => nowMs });
  const first = connect(hub, { sessionId: "first" });
  const second = connect(hub, { sessionId: "second" });
  const short = connect(hub, { sessionId: "second", expiresAtMs: 2000 });
  expect(hub.sessionIds()).toEqual(new Set(["first", "second"]));
  hub.endSessions(new Set(["first", "another"]));
  expect([first, second, short].map(({ socket }) => socket.ending)).toEqual([
    "signed_out",
    null,
    null,
  ]);
  nowMs = 1999;
  hub.tick();
  expect(short.socket.ending).toBeNull();
  nowMs = 2000;
  hub.tick();
  expect([second, short].map(({ socket }) => socket.ending)).toEqual([null, "signed_out"]);
});

test("at shutdown all are told, nobody else is let in, and it waits until the last is gone", async ({
  expect,
}) => {
  const { hub, closed } = openHub();
  const all = Array.from({ length: 100 }, () => connect(hub));
  const stopped = hub.stop();
  expect(hub.isStopping()).toBe(true);
  expect(() => connect(hub)).toThrow("no place");
  expect(all.every(({ socket }) => socket.ending === "restarting")).toBe(true);
  let isStopped = false;
  void stopped.then(() => (isStopped = true));
  for (const { connection } of all.slice(1)) hub.closed(connection);
  await nextTurn();
  expect(isStopped).toBe(false);
  if (all[0]) hub.closed(all[0].connection);
  await stopped;
  expect(closed).toEqual(Array.from({ length: 100 }, () => "restarting"));
});
