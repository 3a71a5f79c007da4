--[[
  Stores the code of one message as the only live code of an address and purpose.

  A message that is stored twice keeps its count of tries; an older message never replaces a newer one. The life given
  here covers the send itself: accept-code starts the minute.

  KEYS[1]  the code of one address and purpose
  ARGV[1]  generation of the account
  ARGV[2]  number of the code
  ARGV[3]  lease
  ARGV[4]  how many digits
  ARGV[5]  digest
  ARGV[6]  tries allowed
  ARGV[7]  life in ms
  ARGV[8]  how long the record stays, in ms

  Output   1 stored, 0 overtaken by a newer code
]]
local generation, sequence, stored = unpack(redis.call("HMGET", KEYS[1], "generation", "sequence", "epoch"))
local order = -1
if stored == epoch then
  order = tonumber(generation) - tonumber(ARGV[1])
  if order == 0 then order = tonumber(sequence) - tonumber(ARGV[2]) end
end
if order > 0 then return 0 end
if order < 0 then redis.call("DEL", KEYS[1]) end
redis.call("HSET", KEYS[1], "generation", ARGV[1], "sequence", ARGV[2], "lease", ARGV[3], "digits", ARGV[4],
  "digest", ARGV[5], "max", ARGV[6], "live_until", now + ARGV[7], "epoch", epoch)
redis.call("HSETNX", KEYS[1], "tries", 0)
redis.call("PEXPIRE", KEYS[1], ARGV[8])
return 1
