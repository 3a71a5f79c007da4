import { setImmediate as nextTurn } from "node:timers/promises";
import { test } from "vitest";
import { connect, noticesOf, openFakeSocket, openHub } from "../support/live-hub.ts";

const idsTo = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, i) => `${from + i}-0`);

test("everybody gets each notice once and in order, also while many come and go", async ({
  expect,
}) => {
  const { hub, spreadTo } = openHub();
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
  await spreadTo("200-0");
  for (const socket of early) expect(socket.ids()).toEqual(all);
  for (const [after, socket] of sockets)
    expect(socket.ids()).toEqual(all.slice(Number.parseInt(after, 10)));
});

test("who comes back gets what he missed, and then what comes; the first message says so", async ({
  expect,
}) => {
  const { hub, spreadTo } = openHub();
  hub.add(noticesOf("1-0", "2-0", "3-0"), "3-0");
  const back = connect(hub, { after: "1-0" });
  const all = connect(hub, { after: "0-0" });
  const anew = connect(hub);
  hub.add(noticesOf("4-0"), "4-0");
  await spreadTo("4-0");
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
  const { hub, spreadTo } = openHub();
  hub.add(noticesOf("1-0"), "1-0");
  const { socket } = connect(hub, { after: "3-0" });
  hub.add(noticesOf("2-0", "3-0", "4-0"), "4-0");
  await spreadTo("4-0");
  expect(socket.ids()).toEqual(["4-0"]);
});

test("an id that never was keeps nobody from what comes for more than seconds", async ({
  expect,
}) => {
  let nowMs = 1000;
  const { hub, spreadTo } = openHub({ now: () => nowMs });
  const { socket } = connect(hub, { after: "9999999999999-0" });
  expect(JSON.parse(socket.sent[0] ?? "")).toMatchObject({ complete: false });
  nowMs += 2001;
  hub.add(noticesOf("5-0"), "5-0");
  await spreadTo("5-0");
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
  // 100 ms of work in slices of half a millisecond, unless the machine is slow.
  expect(turns).toBeGreaterThan(20);
});
