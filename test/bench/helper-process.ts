import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What a process of the bench's own can be asked for, by name. */
type Tasks = Record<string, (...given: never[]) => unknown>;
type Request = { name: string; given: never[] };
type Answer = { value: unknown } | { error: string };

export type Helper<Asked extends Tasks> = AsyncDisposable & {
  pid: number;
  /** One thing at a time. Rejects as its task does, and when its process ends. */
  ask<Name extends keyof Asked & string>(
    name: Name,
    ...given: Parameters<Asked[Name]>
  ): Promise<Awaited<ReturnType<Asked[Name]>>>;
};

/** Runs a script of this folder that serves tasks, so that its work is not done between what is measured. */
export function startHelper<Asked extends Tasks>(script: string): Helper<Asked> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), {
    serialization: "advanced",
  });
  const ended = once(child, "exit");
  return {
    pid: child.pid ?? 0,
    async ask(name, ...given) {
      const answered = once(child, "message");
      child.send({ name, given });
      const [answer] = (await Promise.race([
        answered,
        ended.then(() => [{ error: `${script} ended` }]),
      ])) as [Answer];
      if ("error" in answer) throw new Error(answer.error);
      return answer.value as never;
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** The other side of it; the process ends with the one that started it. */
export function serveTasks(tasks: Tasks): void {
  const run = async ({ name, given }: Request): Promise<Answer> => {
    try {
      return { value: await tasks[name]?.(...given) };
    } catch (error) {
      return { error: String(error) };
    }
  };
  process.on("message", (request: Request) => {
    void run(request).then((answer) => process.send?.(answer));
  });
  process.once("disconnect", () => process.exit());
}

/** Milliseconds of a clock that all processes of the machine share. */
export const sharedNowMs = (): number => Number(process.hrtime.bigint()) / 1e6;
