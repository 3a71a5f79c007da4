--[[
  Stores the code of one message as the only live code of a holder and purpose.

  A message that is stored twice keeps its count of tries; an older message never replaces a newer one. The life given
  here covers the send itself: accept-code starts the minute.

  KEYS[1]  the code of one holder and purpose
  ARGV[1]  the account's row
  ARGV[2]  generation of the account
  ARGV[3]  number of the code
  ARGV[4]  lease
  ARGV[5]  how many digits
  ARGV[6]  digest
  ARGV[7]  tries allowed
  ARGV[8]  life in ms
  ARGV[9]  how long the record stays, in ms

  Output   1 stored, 0 overtaken by a newer code
]]
local account, generation, sequence, stored =
  unpack(redis.call("HMGET", KEYS[1], "account", "generation", "sequence", "epoch"))
local order = -1
if stored == epoch then order = order_of({ account, generation, sequence }, ARGV) end
if order > 0 then return 0 end
if order < 0 then redis.call("DEL", KEYS[1]) end
redis.call("HSET", KEYS[1], "account", ARGV[1], "generation", ARGV[2], "sequence", ARGV[3], "lease", ARGV[4],
  "digits", ARGV[5], "digest", ARGV[6], "max", ARGV[7], "live_until", now + ARGV[8], "epoch", epoch)
redis.call("HSETNX", KEYS[1], "tries", 0)
redis.call("PEXPIRE", KEYS[1], ARGV[9])
return 1
