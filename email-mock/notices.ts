import { EventEmitter } from "node:events";

type Listener = (event: string, data: unknown) => void;

/** What open pages are told beside new mail. */
export type Notices = {
  tell(event: "faults" | "feedback", data: unknown): void;
  listen(listener: Listener): () => void;
};

export function createNotices(): Notices {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    tell: (event, data) => void emitter.emit("notice", event, data),
    listen(listener) {
      emitter.on("notice", listener);
      return () => void emitter.off("notice", listener);
    },
  };
}
