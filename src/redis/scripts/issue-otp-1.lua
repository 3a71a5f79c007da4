--[[
  Stores the code of a message that is about to be sent. A message that is stored twice keeps its code. It is a long one
  when the address has no guess left at short ones.

  KEYS[1]  the codes of an address
  ARGV[1]  id of the message
  ARGV[2]  scope
  ARGV[3]  its end in ms
  ARGV[4]  wrong guesses of a day
  ARGV[5]  digits of a short code
  ARGV[6]  its digest
  ARGV[7]  digits of a long code
  ARGV[8]  its digest
  ARGV[9]  whose address it is, "" when it is nobody's

  Output   how many digits it has; 0 when its time is over, or it was used
]]
if tonumber(ARGV[3]) <= now then return 0 end
local state = load()
-- Redis may have lost what was asked for meanwhile.
local code = state.codes[ARGV[1]] or { scope = ARGV[2], asked = now, expires = tonumber(ARGV[3]) }
if code.flow then return 0 end
if not code.digest then
  local first = is_spent(state, ARGV[4]) and 7 or 5
  code.digits, code.digest = tonumber(ARGV[first]), ARGV[first + 1]
end
code.account = ARGV[9]
write(ARGV[1], code)
return code.digits
