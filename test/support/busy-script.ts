/** Lua that keeps a Redis busy for so many seconds: it answers BUSY meanwhile. */
export const busyScript = (seconds: number): string => `
  local began = redis.call("TIME")
  local now
  repeat now = redis.call("TIME") until now[1] - began[1] >= ${seconds}`;
