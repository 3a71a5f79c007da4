--[[
  Redis' clock, in ms, and which server process this is: after a restart from a snapshot, or a failover, counts of tries
  may be older ones.
]]
local clock = redis.call("TIME")
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local info = redis.call("INFO", "server", "replication")
local epoch = info:match("run_id:(%x+)") .. info:match("master_replid:(%x+)")
