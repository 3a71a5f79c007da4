const EVERY_MS = 100;
const CLEAR_LINE = "\r\u001b[K";

export type Progress = {
  show(bytes: number): void;
  /** Takes the line away again. */
  end(): void;
};

/** Tells on a terminal how far a file is read: in per cent, or in bytes when its size is unknown. Elsewhere nothing. */
export function createProgress(
  stream: { isTTY: boolean; write(text: string): boolean },
  sizeBytes: number | null,
): Progress {
  if (!stream.isTTY) return { show() {}, end() {} };
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show(bytes) {
      const now = performance.now();
      if (now - shownAt < EVERY_MS) return;
      shownAt = now;
      // A file that is still written to can be longer than it was.
      const done = sizeBytes
        ? `${Math.min(100, Math.floor((100 * bytes) / sizeBytes))} %`
        : `${(bytes / 1e6).toFixed(0)} MB`;
      stream.write(`${CLEAR_LINE}${done}`);
    },
    end: () => void stream.write(CLEAR_LINE),
  };
}
