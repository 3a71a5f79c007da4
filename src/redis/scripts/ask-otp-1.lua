--[[
  Asks for a code to be sent. Inside the cool-down, and while as many as may are good at once, nothing is sent: whoever
  asks shares the newest one, which is in the mail of the address' owner.

  KEYS[1]  the codes of an address
  ARGV[1]  scope
  ARGV[2]  id of the message that is to carry it; "" only to look for one to share, "any" also after its cool-down
  ARGV[3]  life in ms
  ARGV[4]  cool-down in ms
  ARGV[5]  cool-down from the third on
  ARGV[6]  how many may be good at once
  ARGV[7]  wrong guesses of a day
  ARGV[8]  digits of a long code

  Output   {} there is none to share | {1 when it is the given one, 0 shared, message, its end in ms, when to ask again in ms}
]]
local state = load()
local spent = is_spent(state, ARGV[7])
local live, newest, newest_id, first_end = 0, nil, nil, math.huge
for id, code in pairs(state.codes) do
  if code.scope == ARGV[1] and not code.flow and is_guessable(code, spent, tonumber(ARGV[8])) then
    live = live + 1
    first_end = math.min(first_end, code.expires)
    if not newest or code.asked > newest.asked then newest, newest_id = code, id end
  end
end
local function again(code, count)
  local at = code.asked + (count >= 3 and ARGV[5] or ARGV[4])
  return count >= tonumber(ARGV[6]) and math.max(at, first_end) or at
end
if newest and (ARGV[2] == "any" or now < again(newest, live)) then return { 0, newest_id, newest.expires, again(newest, live) } end
if ARGV[2] == "" or ARGV[2] == "any" then return {} end
local code = { scope = ARGV[1], asked = now, expires = now + ARGV[3] }
write(ARGV[2], code)
first_end = math.min(first_end, code.expires)
return { 1, ARGV[2], code.expires, again(code, live + 1) }
