--[[
  Stores the code of one message as the only live code of an address and purpose.

  A repeated send of the same message keeps its count of tries and only lives longer; an older message never replaces
  a newer one. The life given here covers the send itself: accept-code starts the minute.

  KEYS[1]  the code of one address and purpose
  ARGV[1]  generation of the account
  ARGV[2]  number of the code
  ARGV[3]  digest
  ARGV[4]  tries allowed
  ARGV[5]  life in ms

  Output   1 stored, 0 overtaken by a newer code
]]
local generation, sequence = unpack(redis.call("HMGET", KEYS[1], "generation", "sequence"))
if sequence then
  local newer = tonumber(generation) - tonumber(ARGV[1])
  if newer == 0 then newer = tonumber(sequence) - tonumber(ARGV[2]) end
  if newer > 0 then return 0 end
  if newer < 0 then redis.call("DEL", KEYS[1]) end
end
redis.call("HSET", KEYS[1], "generation", ARGV[1], "sequence", ARGV[2], "digest", ARGV[3], "max", ARGV[4])
redis.call("HSETNX", KEYS[1], "tries", 0)
redis.call("PEXPIRE", KEYS[1], ARGV[5])
return 1
