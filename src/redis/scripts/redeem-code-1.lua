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
local code = load()
if not code or code.closed or code.generation ~= tonumber(ARGV[1]) then return { "none" } end
local is_right = code.digest == ARGV[2]
if now >= code.live_until then
  -- One that was not accepted may be sent again, and live again.
  if code.accepted and is_right and now < code.live_until + ARGV[3] then return { "late" } end
  return { "none" }
end
if code.redeemed then
  if is_right then return { "right", wrong_guesses(code), code.lease } end
  return { "exhausted" }
end
if code.tries >= code.max then return { "exhausted" } end
code.tries = code.tries + 1
code.redeemed = is_right
save(code)
if not is_right then return { "wrong", code.max - code.tries } end
return { "right", wrong_guesses(code), code.lease }
