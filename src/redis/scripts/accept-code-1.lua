--[[
  Starts the minute of a code: its message was accepted by the provider.

  KEYS[1]  the code of one holder and purpose
  ARGV[1]  the account's row
  ARGV[2]  generation of the account
  ARGV[3]  number of the code
  ARGV[4]  life in ms

  Output   1 started, 0 the code is gone or another one
]]
local account, generation, sequence, stored, closed =
  unpack(redis.call("HMGET", KEYS[1], "account", "generation", "sequence", "epoch", "closed"))
if stored ~= epoch or closed or order_of({ account, generation, sequence }, ARGV) ~= 0 then return 0 end
redis.call("HSET", KEYS[1], "accepted", 1, "live_until", now + ARGV[4])
return 1
