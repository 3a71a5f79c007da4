--[[
  What every script about codes begins with. A code lives by Redis' clock until "live_until" (ms), and only in the
  server process that stored it: after a restart from a snapshot, or a failover, its count of tries may be an older one.
]]
local clock = redis.call("TIME")
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local info = redis.call("INFO", "server", "replication")
local epoch = info:match("run_id:(%x+)") .. info:match("master_replid:(%x+)")
