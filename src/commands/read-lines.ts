import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";
import { TrafficError } from "../domain/recorded-traffic.ts";

const CHUNK_BYTES = 1 << 20;

/** No line of ours is near that: what is longer is no text of lines, and must not fill the memory. */
const LINE_LENGTH_MAX = 1 << 20;

export type LineSource = {
  chunks: AsyncIterable<Buffer>;
  /** Null when nobody knows, as of a pipe. */
  sizeBytes: number | null;
};

/** A file, or for "-" the standard input. Throws with a `code` when there is no such file. */
export async function openLines(path: string, stdin: LineSource["chunks"]): Promise<LineSource> {
  if (path === "-") return { chunks: stdin, sizeBytes: null };
  const found = await stat(path);
  return {
    chunks: createReadStream(path, { highWaterMark: CHUNK_BYTES }),
    sizeBytes: found.isFile() ? found.size : null,
  };
}

/**
 * Gives each line without its end, and its number from 1; after each piece of the source, how many bytes were read.
 * Throws TrafficError for a line without an end. Calls back instead of iterating: an await a line would take longer than all the rest.
 */
export async function readLines(
  chunks: AsyncIterable<Buffer>,
  onLine: (line: string, number: number) => void,
  onProgress: (bytes: number) => void = () => {},
): Promise<void> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let number = 0;
  let bytes = 0;
  for await (const chunk of chunks) {
    const text = rest + decoder.write(chunk);
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      onLine(text.slice(start, end), ++number);
      start = end + 1;
    }
    rest = text.slice(start);
    if (rest.length > LINE_LENGTH_MAX)
      throw new TrafficError(`line ${number + 1}: it is longer than ${LINE_LENGTH_MAX} characters`);
    onProgress((bytes += chunk.length));
  }
  rest += decoder.end();
  if (rest !== "") onLine(rest, ++number);
}
