--[[
  Appends entries to a stream that keeps about the newest ones.

  KEYS[1]  the stream
  ARGV[1]  how many it keeps
  ARGV[2]  its life after this in seconds
  ARGV[3]  the field of an entry
  ARGV[4]  and all behind it: entries, oldest first
]]
for i = 4, #ARGV do
  redis.call("XADD", KEYS[1], "MAXLEN", "~", ARGV[1], "*", ARGV[3], ARGV[i])
end
redis.call("EXPIRE", KEYS[1], ARGV[2])
