--[[
  Tells how a live code stands, without changing it.

  KEYS[1]  the code of one holder and purpose
  ARGV[1]  the account's row
  ARGV[2]  generation of the account
  ARGV[3]  number of the code

  Output   {} when it is dead or another one, else {tries left, life left in ms, accepted by the provider (0 or 1), digits}
]]
local account, generation, sequence, tries, max, accepted, live_until, stored, closed, digits = unpack(redis.call("HMGET",
  KEYS[1], "account", "generation", "sequence", "tries", "max", "accepted", "live_until", "epoch", "closed", "digits"))
if stored ~= epoch or closed or order_of({ account, generation, sequence }, ARGV) ~= 0 then return {} end
local left = tonumber(live_until) - now
if left <= 0 then return {} end
return { tonumber(max) - tonumber(tries), left, accepted and 1 or 0, tonumber(digits) }
