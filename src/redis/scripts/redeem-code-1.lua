--[[
  Compares one guess with the live code. Charged before it is compared, so that no number of parallel guesses gets
  more than the tries allowed; the right code answers "right" again to a repeat, because a reply can be lost, and
  after it nothing else is compared. A dead code is never accepted; that it was right but late is only counted.

  KEYS[1]  the code of one holder and purpose
  ARGV[1]  generation of the account
  ARGV[2]  digest of the guess
  ARGV[3]  how long after its end a right code counts as late, in ms

  Output   {"none"} | {"late"} | {"right", wrong guesses, lease} | {"wrong", tries left} | {"exhausted"}
]]
local generation, digest, tries, max, redeemed, live_until, stored, lease, closed, accepted = unpack(redis.call("HMGET", KEYS[1],
  "generation", "digest", "tries", "max", "redeemed", "live_until", "epoch", "lease", "closed", "accepted"))
if stored ~= epoch or generation ~= ARGV[1] or closed then return { "none" } end
if now >= tonumber(live_until) then
  -- One that was not accepted may be sent again, and live again.
  if accepted and digest == ARGV[2] and now < live_until + ARGV[3] then return { "late" } end
  return { "none" }
end
if redeemed then
  if digest == ARGV[2] then return { "right", tonumber(tries) - 1, lease } end
  return { "exhausted" }
end
if tonumber(tries) >= tonumber(max) then return { "exhausted" } end
local charged = redis.call("HINCRBY", KEYS[1], "tries", 1)
if digest ~= ARGV[2] then return { "wrong", tonumber(max) - charged } end
redis.call("HSET", KEYS[1], "redeemed", 1)
return { "right", charged - 1, lease }
