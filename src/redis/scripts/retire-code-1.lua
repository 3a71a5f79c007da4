--[[
  Makes way for the code of a message: the older code takes no guess from here on, so that its count of wrong ones is
  final. When the message's own code is there already, it lives longer instead.

  KEYS[1]  the code of one holder and purpose
  ARGV[1]  the account's row
  ARGV[2]  generation of the account
  ARGV[3]  number of the code
  ARGV[4]  life in ms

  Output   {"held", digits} | {"newer"} | {"retired", lease, wrong guesses} | {"lost"}
]]
local account, generation, sequence, stored, lease, digits, tries, redeemed, closed = unpack(redis.call("HMGET",
  KEYS[1], "account", "generation", "sequence", "epoch", "lease", "digits", "tries", "redeemed", "closed"))
if stored ~= epoch then return { "lost" } end
local order = order_of({ account, generation, sequence }, ARGV)
if order > 0 then return { "newer" } end
if order == 0 and not closed then
  redis.call("HSET", KEYS[1], "live_until", now + ARGV[4])
  return { "held", tonumber(digits) }
end
redis.call("HSET", KEYS[1], "closed", 1)
return { "retired", lease, tonumber(tries) - (redeemed and 1 or 0) }
