import type { Result, Router } from "hono/router";
import { TrieRouter } from "hono/router/trie-router";

/**
 * Finds handlers by path, as Hono's own router for paths like ours does (its fastest one cannot tell /sessions/:id from
 * /sessions/refresh); what it found for a path without parameters it remembers. Those are few: only what has a route.
 */
export function createPathRouter<Handler>(): Router<Handler> {
  const trie = new TrieRouter<Handler>();
  const paths = new Set<string>();
  const found = new Map<string, Map<string, Result<Handler>>>();
  return {
    name: "PathRouter",
    add(method, path, handler) {
      trie.add(method, path, handler);
      if (!/[:*{]/.test(path)) paths.add(path);
      // The methods too: nobody fills the memory with his own.
      found.set(method, new Map());
      // What was found before may be less than what is there now.
      for (const byPath of found.values()) byPath.clear();
    },
    match(method, path) {
      const byPath = paths.has(path) ? found.get(method) : undefined;
      if (!byPath) return trie.match(method, path);
      const result = byPath.get(path) ?? trie.match(method, path);
      byPath.set(path, result);
      return result;
    },
  };
}
