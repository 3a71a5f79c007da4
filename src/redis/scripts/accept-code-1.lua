--[[
  Starts the minute of a code: its message was accepted by the provider.

  KEYS[1]  the code of one address and purpose
  ARGV[1]  generation of the account
  ARGV[2]  number of the code
  ARGV[3]  life in ms

  Output   1 started, 0 the code is gone or another one
]]
local generation, sequence, stored, closed =
  unpack(redis.call("HMGET", KEYS[1], "generation", "sequence", "epoch", "closed"))
if generation ~= ARGV[1] or sequence ~= ARGV[2] or stored ~= epoch or closed then return 0 end
redis.call("HSET", KEYS[1], "accepted", 1, "live_until", now + ARGV[3])
return 1
