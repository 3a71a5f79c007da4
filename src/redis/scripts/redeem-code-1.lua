--[[
  Compares one guess with the live code. Charged before it is compared, so that no number of parallel guesses gets
  more than the tries allowed; the right code answers "right" again to a repeat, because a reply can be lost.

  KEYS[1]  the code of one address and purpose
  ARGV[1]  generation of the account
  ARGV[2]  digest of the guess

  Output   {"none"} | {"right"} | {"wrong", tries left} | {"exhausted"}
]]
local generation, digest, tries, max, redeemed =
  unpack(redis.call("HMGET", KEYS[1], "generation", "digest", "tries", "max", "redeemed"))
if not digest or generation ~= ARGV[1] then return { "none" } end
if redeemed and digest == ARGV[2] then return { "right" } end
if tonumber(tries) >= tonumber(max) then return { "exhausted" } end
local charged = redis.call("HINCRBY", KEYS[1], "tries", 1)
if digest ~= ARGV[2] then return { "wrong", tonumber(max) - charged } end
redis.call("HSET", KEYS[1], "redeemed", 1)
return { "right" }
