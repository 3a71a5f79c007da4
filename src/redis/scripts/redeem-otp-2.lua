--[[
  Compares one guess with the live codes of a scope. Charged before it is compared, so that no number of parallel guesses
  gets more than the tries of its id, or than the guesses of its address. The right code answers "right" again to a repeat
  with the same id, because a reply can be lost, and to no other id. One that is not sent yet is wrong like any other: whether
  and when a mail leaves is nobody's business.

  KEYS[1]  the codes of an address
  KEYS[2]  the tries of an id
  ARGV[1]  the id
  ARGV[2]  its end in ms
  ARGV[3]  scope
  ARGV[4]  digest of the guess
  ARGV[5]  tries of an id
  ARGV[6]  wrong guesses of a day
  ARGV[7]  digits of a long code

  Output   {"none"} | {"right", whose address it is, when, how long ago, in ms} | {"wrong", tries left} | {"exhausted"}
]]
if tonumber(ARGV[2]) <= now then return { "none" } end
local state = load()
local spent = is_spent(state, ARGV[6])
local long_digits = tonumber(ARGV[7])
local own, match, match_id, is_live, is_open, is_short, was_used = nil, nil, nil, false, false, false, false
for id, code in pairs(state.codes) do
  if code.scope == ARGV[3] then
    local is_same = code.digest == ARGV[4]
    if code.flow and code.flow ~= ARGV[1] then
      was_used = was_used or is_same
    else
      is_live = true
      if code.flow then own = code end
      if is_guessable(code, spent, long_digits) then
        is_open = true
        is_short = is_short or digits_of(code, spent, long_digits) < long_digits
        if is_same then match, match_id = code, id end
      end
    end
  end
end
if not is_live then return { "none" } end
local tries = tonumber(redis.call("GET", KEYS[2]) or 0)
if not is_open or tries >= tonumber(ARGV[5]) then return { "exhausted" } end
if match and (not own or match == own) then
  if not own then
    match.flow, match.redeemed = ARGV[1], now
    write(match_id, match)
  end
  return { "right", match.account, match.redeemed, now - match.redeemed }
end
if was_used then return { "none" } end
tries = redis.call("INCR", KEYS[2])
redis.call("PEXPIRE", KEYS[2], ARGV[2] - now)
local left = ARGV[5] - tries
if is_short then
  state.wrong[#state.wrong + 1] = now
  redis.call("HSET", KEYS[1], "wrong", table.concat(state.wrong, " "))
  redis.call("PEXPIRE", KEYS[1], DAY)
  left = math.min(left, ARGV[6] - #state.wrong)
end
-- Of an id that was right before: charged as well, or whoever has the id alone could find its code.
if own then return { "none" } end
return { "wrong", math.max(left, 0) }
