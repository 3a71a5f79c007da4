--[[
  Tells how a live code stands, without changing it.

  KEYS[1]  the code of one holder and purpose
  ARGV[1]  the account's row
  ARGV[2]  generation of the account
  ARGV[3]  number of the code

  Output   {} when it is dead or another one, else {tries left, life left in ms, accepted by the provider (0 or 1), digits}
]]
local code = load()
if not code or code.closed or order_of(code) ~= 0 then return {} end
local left = code.live_until - now
if left <= 0 then return {} end
return { code.max - code.tries, left, code.accepted and 1 or 0, code.digits }
