--[[
  Starts the minute of a code: its message was accepted by the provider.

  KEYS[1]  the code of one holder and purpose
  ARGV[1]  the account's row
  ARGV[2]  generation of the account
  ARGV[3]  number of the code
  ARGV[4]  life in ms

  Output   1 started, 0 the code is gone or another one
]]
local code = load()
if not code or code.closed or order_of(code) ~= 0 then return 0 end
code.accepted, code.live_until = true, now + ARGV[4]
save(code)
return 1
