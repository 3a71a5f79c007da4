--[[
  Deletes the entries about an account, or about its address. A last entry, about nobody, tells all readers to look at what is
  left.

  KEYS[1]  the stream
  ARGV[1]  the account
  ARGV[2]  the pseudonym of its address
  ARGV[3]  the life of the stream after this in seconds

  Output   how many were deleted
]]
local gone = 0
for _, entry in ipairs(redis.call("XRANGE", KEYS[1], "-", "+")) do
  local fields = entry[2]
  for i = 1, #fields, 2 do
    local name, value = fields[i], fields[i + 1]
    if (name == "account" and value == ARGV[1]) or (name == "address" and value == ARGV[2]) then
      gone = gone + redis.call("XDEL", KEYS[1], entry[1])
      break
    end
  end
end
if gone > 0 then
  redis.call("XADD", KEYS[1], "*", "event", "forgotten")
  redis.call("EXPIRE", KEYS[1], ARGV[3])
end
return gone
