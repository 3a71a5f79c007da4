--[[
  Counts wrong codes of the whole service, and tells whether they are a spray: more in 24 hours than the threshold, and
  still coming. The threshold is the floor, or twice the median of the last seven days. A spray is not counted in its
  day: whoever sprays for days must not raise the threshold by more than what passes for usual.

  KEYS[1]  the service's counts: "t<n>" by 10 minutes, "d<n>" by day
  ARGV[1]  how many to add, 0 to read
  ARGV[2]  floor of the threshold

  Output   {wrong in 24 hours, wrong in the last hour, threshold of 24 hours, 1 for a spray}
]]
local TENTHS_A_DAY, TENTHS_AN_HOUR, DAYS, LIFE_SECONDS = 144, 6, 7, 9 * 86400
local seconds = tonumber(redis.call("TIME")[1])
local tenth, day = math.floor(seconds / 600), math.floor(seconds / 86400)
if ARGV[1] ~= "0" then
  if redis.call("HINCRBY", KEYS[1], "t" .. tenth, ARGV[1]) == tonumber(ARGV[1]) then
    for _, field in ipairs(redis.call("HKEYS", KEYS[1])) do
      local age = field:sub(1, 1) == "t" and (tenth - field:sub(2)) / TENTHS_A_DAY or (day - field:sub(2)) / DAYS
      if age > 1 then redis.call("HDEL", KEYS[1], field) end
    end
  end
end

local fields = {}
for n = 0, TENTHS_A_DAY do fields[#fields + 1] = "t" .. (tenth - n) end
for n = 1, DAYS do fields[#fields + 1] = "d" .. (day - n) end
local counts = redis.call("HMGET", KEYS[1], unpack(fields))
local in_day, in_hour, earlier = 0, 0, {}
for n = 0, TENTHS_A_DAY do
  local count = tonumber(counts[n + 1] or 0)
  in_day = in_day + count
  if n <= TENTHS_AN_HOUR then in_hour = in_hour + count end
end
for n = 1, DAYS do earlier[n] = tonumber(counts[TENTHS_A_DAY + 1 + n] or 0) end
table.sort(earlier)
local threshold = math.max(tonumber(ARGV[2]), 2 * earlier[4])
local is_spray = in_day > threshold and in_hour > threshold / 24
if ARGV[1] ~= "0" then
  if not is_spray then redis.call("HINCRBY", KEYS[1], "d" .. day, ARGV[1]) end
  redis.call("EXPIRE", KEYS[1], LIFE_SECONDS)
end
return { in_day, in_hour, threshold, is_spray and 1 or 0 }
