--[[
  Notes that a proof was used, unless it was. What was used before Redis started is not known.

  KEYS[1]  the proof
  ARGV[1]  when it was issued, in seconds
  ARGV[2]  how long the note is kept, in ms

  Output   1 when nobody used it before, 0 when somebody did, -1 when that is not known
]]
local info = redis.call("INFO", "server")
local started = redis.call("TIME")[1] - info:match("uptime_in_seconds:(%d+)")
if tonumber(ARGV[1]) <= started then return -1 end
return redis.call("SET", KEYS[1], 1, "NX", "PX", ARGV[2]) and 1 or 0
