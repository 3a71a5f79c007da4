--[[
  Stores the code of one message as the only live code of a holder and purpose.

  A message that is stored twice keeps its count of tries; an older message never replaces a newer one. The life given
  here covers the send itself: accept-code starts the minute.

  KEYS[1]  the code of one holder and purpose
  ARGV[1]  the account's row
  ARGV[2]  generation of the account
  ARGV[3]  number of the code
  ARGV[4]  lease
  ARGV[5]  how many digits
  ARGV[6]  digest
  ARGV[7]  tries allowed
  ARGV[8]  life in ms
  ARGV[9]  how long the record stays, in ms

  Output   1 stored, 0 overtaken by a newer code
]]
local code = load()
local order = code and order_of(code) or -1
if order > 0 then return 0 end
-- A lease of its own is behind what is stored after a code was closed: nothing of the older one counts.
if order < 0 or code.closed then code = { tries = 0 } end
code.account, code.generation, code.sequence = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
code.lease, code.digits, code.digest, code.max = ARGV[4], tonumber(ARGV[5]), ARGV[6], tonumber(ARGV[7])
code.live_until = now + ARGV[8]
save(code, ARGV[9])
return 1
