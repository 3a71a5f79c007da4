--[[
  Compares one guess with the live codes of a scope. Charged before it is compared, so that no number of parallel guesses
  gets more than the tries of its id, or than the guesses of its address. The right code answers "right" again to a repeat
  with the same id, because a reply can be lost, and to no other id.

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
local match, match_id, is_live, is_open, is_short = nil, nil, false, false, false
for id, code in pairs(state.codes) do
  if code.scope == ARGV[3] and code.digest then
    local is_same = code.digest == ARGV[4]
    if code.flow == ARGV[1] then return is_same and { "right", code.account, code.redeemed, now - code.redeemed } or { "none" } end
    if code.flow and is_same then return { "none" } end
    is_live = is_live or not code.flow
    if is_usable(code, spent, tonumber(ARGV[7])) then
      is_open = true
      is_short = is_short or code.digits < tonumber(ARGV[7])
      if is_same then match, match_id = code, id end
    end
  end
end
if not is_live then return { "none" } end
local tries = tonumber(redis.call("GET", KEYS[2]) or 0)
if not is_open or tries >= tonumber(ARGV[5]) then return { "exhausted" } end
if match then
  match.flow, match.redeemed = ARGV[1], now
  write(match_id, match)
  return { "right", match.account, now, 0 }
end
tries = redis.call("INCR", KEYS[2])
redis.call("PEXPIRE", KEYS[2], ARGV[2] - now)
local left = ARGV[5] - tries
if is_short then
  state.wrong[#state.wrong + 1] = now
  redis.call("HSET", KEYS[1], "wrong", table.concat(state.wrong, " "))
  redis.call("PEXPIRE", KEYS[1], DAY)
  left = math.min(left, ARGV[6] - #state.wrong)
end
return { "wrong", math.max(left, 0) }
