--[[
  Tells how a code stands, without changing it.

  KEYS[1]  the code of one address and purpose
  ARGV[1]  generation of the account
  ARGV[2]  number of the code

  Output   {} when it is gone or another one, else {tries left, life left in ms, accepted by the provider (0 or 1)}
]]
local generation, sequence, tries, max, accepted =
  unpack(redis.call("HMGET", KEYS[1], "generation", "sequence", "tries", "max", "accepted"))
if generation ~= ARGV[1] or sequence ~= ARGV[2] then return {} end
return { tonumber(max) - tonumber(tries), redis.call("PTTL", KEYS[1]), accepted and 1 or 0 }
