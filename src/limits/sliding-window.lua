--[[
  Counts hits of one key in a sliding window of 20 buckets, in place of rate-limiter-flexible's fixed window, which lets
  twice the quota through around its end. Only what is allowed is counted; no window ever has more than the quota, and
  a slot is free again at most a twentieth of the window late. domain/sliding-window.ts is the same rule.

  KEYS[1]  the key: bucket number -> hits
  ARGV[1]  hits: 1 to spend, 0 to look, -1 to give one back
  ARGV[2]  window in seconds
  ARGV[3]  quota

  Output   {hits in the window, one more than the quota when refused; ms until one is free again}
]]
local BUCKETS = 20
local clock = redis.call("TIME")
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local hits, quota, width = tonumber(ARGV[1]), tonumber(ARGV[3]), ARGV[2] * 1000 / BUCKETS
local current = math.floor(now / width)

local buckets, used = {}, 0
local fields = redis.call("HGETALL", KEYS[1])
for i = 1, #fields, 2 do
  local number = tonumber(fields[i])
  if number < current - BUCKETS then
    if hits ~= 0 then redis.call("HDEL", KEYS[1], fields[i]) end
  else
    buckets[#buckets + 1] = { number = number, hits = tonumber(fields[i + 1]) }
    used = used + tonumber(fields[i + 1])
  end
end
table.sort(buckets, function(a, b) return a.number < b.number end)

local function add(number, count)
  redis.call("HINCRBY", KEYS[1], string.format("%d", number), count)
  used = used + count
end

local newest = buckets[#buckets]
local refused = hits > 0 and used + hits > quota
if hits > 0 and not refused then
  add(current, hits)
  redis.call("PEXPIRE", KEYS[1], width * (BUCKETS + 1))
  if not newest or newest.number < current then buckets[#buckets + 1] = { number = current, hits = hits } end
elseif hits < 0 then
  -- An emptied bucket has nothing to give back, the one before it may.
  for i = #buckets, 1, -1 do
    if buckets[i].hits > 0 then
      add(buckets[i].number, -1)
      buckets[i].hits = buckets[i].hits - 1
      break
    end
  end
end

-- Free again when so many of the oldest left that one more fits; before the quota is reached, when the first leaves.
local left, reset = used, 0
for _, bucket in ipairs(buckets) do
  if bucket.hits > 0 then
    reset = (bucket.number + BUCKETS + 1) * width - now
    left = left - bucket.hits
    if left < quota then break end
  end
end
return { refused and quota + 1 or used, math.ceil(reset) }
