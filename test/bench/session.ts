/** What a bench is run with. */
export type BenchSession = {
  /** A sanity run: smallest counts, one round; figures mean nothing. */
  isShort: boolean;
  /** Tells on a terminal what is done now, over the line before; elsewhere nothing. */
  progress(text: string): void;
  /** Prints lines that stay. */
  print(text: string): void;
};

type Terminal = Pick<NodeJS.WriteStream, "isTTY" | "write">;

const CLEAR_LINE = "\r\u001b[K";

export const createSession = (
  isShort: boolean,
  { stdout, stderr }: { stdout: Pick<Terminal, "write">; stderr: Terminal },
): BenchSession => ({
  isShort,
  progress: (text) => void (stderr.isTTY && stderr.write(CLEAR_LINE + text)),
  print(text) {
    if (stderr.isTTY) stderr.write(CLEAR_LINE);
    stdout.write(`${text}\n`);
  },
});
