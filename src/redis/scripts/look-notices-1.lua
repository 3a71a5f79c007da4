--[[
  All that a stream holds, unless it is as a reader knows it: a lost one begins again, perhaps with lower ids.

  KEYS[1]  the stream
  ARGV[1]  the newest id that the reader knows
  ARGV[2]  how many entries he knows; none before he read anything

  Output   nothing when he knows all, or the newest id, how many were ever added, and the entries
]]
if redis.call("EXISTS", KEYS[1]) == 0 then
  if ARGV[2] == "0" then return {} end
  return { "0-0", 0, {} }
end
local info = redis.call("XINFO", "STREAM", KEYS[1])
local is = {}
for i = 1, #info, 2 do is[info[i]] = info[i + 1] end
local newest = is["last-generated-id"]
if newest == ARGV[1] and tostring(is["length"]) == ARGV[2] then return {} end
return { newest, is["entries-added"] or -1, redis.call("XRANGE", KEYS[1], "-", "+") }
