import {
  argumentsOf,
  type Entrance,
  type RedisProcess,
  findOwnPort,
  plainPort,
  startRedisProcess,
  untilServersAre,
} from "./redis-process.ts";

export type RedisCluster = AsyncDisposable & {
  url: string;
  /** In the order of their slots; each has a third of them when there are three. */
  primaries: RedisProcess[];
  /** In the order of their primaries, when there are any. */
  replicas: RedisProcess[];
};

const SLOTS = 16_384;

type Options = {
  primaries?: number;
  withReplicas?: boolean;
  /** How long a node is silent before the others take it for dead. */
  nodeTimeoutMs?: number;
  /** The same for all of them. */
  entrance?: Entrance;
};

/** A Redis Cluster of real servers. Of a part that is away only its own slots are: the others go on. */
export async function startRedisCluster({
  primaries: count = 3,
  withReplicas = false,
  nodeTimeoutMs = 15_000,
  entrance = {},
}: Options = {}): Promise<RedisCluster> {
  await using opening = new AsyncDisposableStack();
  const start = async (): Promise<RedisProcess & { busPort: number }> => {
    const busPort = await findOwnPort();
    const node = await startRedisProcess({
      ...entrance,
      args: async (place) => [
        ...(await (entrance.args ?? plainPort)(place)),
        ...argumentsOf({
          "cluster-enabled": "yes",
          "cluster-port": busPort,
          // One that met no other does not know it.
          "cluster-announce-ip": "127.0.0.1",
          "cluster-node-timeout": nodeTimeoutMs,
          "cluster-require-full-coverage": "no",
          "repl-diskless-sync-delay": 0,
        }),
      ],
    });
    return { ...opening.use(node), busPort };
  };
  const nodes = await Promise.all(
    Array.from({ length: withReplicas ? 2 * count : count }, () => start()),
  );
  const [first] = nodes;
  if (!first) throw new Error("a cluster has a primary at least");
  const [primaries, replicas] = [nodes.slice(0, count), nodes.slice(count)];
  for (const [i, node] of nodes.entries()) {
    await node.ask("CLUSTER", "SET-CONFIG-EPOCH", i + 1);
    if (i > 0) await node.ask("CLUSTER", "MEET", "127.0.0.1", first.port, first.busPort);
  }
  await Promise.all(
    primaries.map((node, i) =>
      node.ask(
        ...(["CLUSTER", "ADDSLOTSRANGE"] as const),
        Math.floor((i * SLOTS) / count),
        Math.floor(((i + 1) * SLOTS) / count) - 1,
      ),
    ),
  );
  await Promise.all(nodes.map((node) => untilOk(node, nodes.length)));
  for (const [i, node] of replicas.entries()) {
    const id = await primaries[i]?.ask("CLUSTER", "MYID");
    await node.ask("CLUSTER", "REPLICATE", String(id));
    await untilServersAre(async () =>
      String(await node.ask("INFO", "replication")).includes("master_link_status:up"),
    );
  }
  if (withReplicas)
    await untilServersAre(
      async () =>
        String(await first.ask("CLUSTER", "NODES")).match(/ (myself,)?slave /g)?.length === count,
    );
  const opened = opening.move();
  return {
    url: `redis+cluster://${primaries.map(({ port }) => `127.0.0.1:${port}`).join()}`,
    primaries,
    replicas,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Resolves when a node has met all others and takes commands. */
export async function untilOk(node: Pick<RedisProcess, "ask">, nodes = 1): Promise<void> {
  await untilServersAre(async () => {
    const info = String(await node.ask("CLUSTER", "INFO").catch(() => ""));
    return info.includes("cluster_state:ok") && info.includes(`cluster_known_nodes:${nodes}\r\n`);
  });
}
