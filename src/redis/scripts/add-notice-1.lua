--[[
  Adds an entry to a stream that keeps the newest ones, and lives for so long after the last.

  KEYS[1]  the stream
  ARGV[1]  how many it keeps
  ARGV[2]  its life after this in seconds
  ARGV[3]  and all behind it: fields and values of the entry, in turns

  Output   the entry's id
]]
local id = redis.call("XADD", KEYS[1], "MAXLEN", ARGV[1], "*", unpack(ARGV, 3))
redis.call("EXPIRE", KEYS[1], ARGV[2])
return id
