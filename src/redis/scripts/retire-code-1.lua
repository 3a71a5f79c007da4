--[[
  Makes way for the code of a message: the older code takes no guess from here on, so that its count of wrong ones is
  final. When the message's own code is there already, it lives longer instead.

  KEYS[1]  the code of one holder and purpose
  ARGV[1]  the account's row
  ARGV[2]  generation of the account
  ARGV[3]  number of the code
  ARGV[4]  life in ms

  Output   {"held", digits} | {"newer"} | {"retired", lease, wrong guesses} | {"lost"}
]]
local code = load()
if not code then return { "lost" } end
local order = order_of(code)
if order > 0 then return { "newer" } end
if order == 0 and not code.closed then
  code.live_until = now + ARGV[4]
  save(code)
  return { "held", code.digits }
end
code.closed = true
save(code)
return { "retired", code.lease, wrong_guesses(code) }
