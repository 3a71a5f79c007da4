--[[
  Counts hits of one caller in a sliding window of 20 buckets, in place of rate-limiter-flexible's fixed window, which lets
  twice the quota through around its end. Only what is allowed is counted; no window ever has more than the quota, and
  a slot is free again at most a twentieth of the window late. domain/sliding-window.ts is the same rule.

  Many callers share a key, which keeps them in a packed list: a key each would be five times as long as what it holds. What
  is no longer counted is swept from it a few times a window.

  KEYS[1]  the key: caller -> number of his oldest bucket, and the hits of each from there to his newest, with blanks between;
           a lone number is a bucket with one hit, which takes Redis five bytes. "swept" -> the bucket of the last sweep
  ARGV[1]  the caller
  ARGV[2]  hits: 1 to spend, 0 to look, -1 to give one back, "all" to forget them
  ARGV[3]  window in seconds
  ARGV[4]  quota

  Output   {hits in the window, one more than the quota when refused; ms until one is free again}
]]
local BUCKETS, SWEEP_BUCKETS = 20, 5
local clock = redis.call("TIME")
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local caller, hits, quota, width = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[4]), ARGV[3] * 1000 / BUCKETS
local current = math.floor(now / width)

local function read(window)
  local counts = {}
  for count in window:gmatch("%d+") do counts[#counts + 1] = tonumber(count) end
  local oldest = table.remove(counts, 1)
  return oldest, #counts > 0 and counts or { 1 }
end

local window, swept = unpack(redis.call("HMGET", KEYS[1], caller, "swept"))
local oldest, counts, used = current, {}, 0
if window then oldest, counts = read(window) end
while #counts > 0 and (oldest < current - BUCKETS or counts[1] == 0) do
  table.remove(counts, 1)
  oldest = oldest + 1
end
for _, count in ipairs(counts) do used = used + count end

local function write()
  while counts[#counts] == 0 do counts[#counts] = nil end
  if #counts == 0 then return redis.call("HDEL", KEYS[1], caller) end
  local is_lone = #counts == 1 and counts[1] == 1
  local first = string.format("%d", oldest)
  redis.call("HSET", KEYS[1], caller, is_lone and first or first .. " " .. table.concat(counts, " "))
end

local function sweep()
  local since = swept and current - swept
  if since and since >= 0 and since < SWEEP_BUCKETS then return end
  local fields = swept and redis.call("HGETALL", KEYS[1]) or {}
  for i = 1, #fields, 2 do
    if fields[i] ~= "swept" then
      local first, later = read(fields[i + 1])
      if first + #later - 1 < current - BUCKETS then redis.call("HDEL", KEYS[1], fields[i]) end
    end
  end
  redis.call("HSET", KEYS[1], "swept", string.format("%d", current))
end

if ARGV[2] == "all" then
  redis.call("HDEL", KEYS[1], caller)
  return { used, 0 }
end
local refused = hits > 0 and used + hits > quota
if hits > 0 and not refused then
  if #counts == 0 then oldest = current end
  -- Also when the clock stepped back: then the newest bucket is one that is still to come.
  local newest = math.max(current - oldest + 1, #counts)
  for i = #counts + 1, newest do counts[i] = 0 end
  counts[newest] = counts[newest] + hits
  used = used + hits
  sweep()
  write()
  redis.call("PEXPIRE", KEYS[1], width * (BUCKETS + 1))
elseif hits < 0 and #counts > 0 then
  while counts[#counts] == 0 do counts[#counts] = nil end
  counts[#counts] = counts[#counts] - 1
  used = used - 1
  write()
end

-- Free again when so many of the oldest left that one more fits; before the quota is reached, when the first leaves.
local left, reset = used, 0
for i, count in ipairs(counts) do
  if count > 0 then
    reset = (oldest + i + BUCKETS) * width - now
    left = left - count
    if left < quota then break end
  end
end
return { refused and quota + 1 or used, math.ceil(reset) }
