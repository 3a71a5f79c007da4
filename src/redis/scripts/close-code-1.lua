--[[
  Ends a code whose time is over, so that its lease can be settled.

  KEYS[1]  the code of one holder and purpose
  ARGV[1]  the lease

  Output   {} when it is lost or of another lease, else {wrong guesses}
]]
local code = load()
if not code or code.lease ~= ARGV[1] then return {} end
code.closed = true
save(code)
return { wrong_guesses(code) }
