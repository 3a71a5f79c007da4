--[[
  Ends a code whose time is over, so that its lease can be settled.

  KEYS[1]  the code of one holder and purpose
  ARGV[1]  the lease

  Output   {} when it is lost or of another lease, else {wrong guesses}
]]
local stored, lease, tries, redeemed =
  unpack(redis.call("HMGET", KEYS[1], "epoch", "lease", "tries", "redeemed"))
if stored ~= epoch or lease ~= ARGV[1] then return {} end
redis.call("HSET", KEYS[1], "closed", 1)
return { tonumber(tries) - (redeemed and 1 or 0) }
