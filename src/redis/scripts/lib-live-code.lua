--[[
  What every script about codes shares, behind lib-epoch. A code lives by Redis' clock until "live_until" (ms), and only in
  the server process that stored it. It is one packed string of 72 bytes, because there may be millions: a hash takes a
  thousand.
]]
local FIELDS = { "process", "account", "generation", "sequence", "lease", "digits", "digest", "max", "tries", "live_until",
  "accepted", "redeemed", "closed" }
-- 52 bits of it, as many as a number holds.
local process = tonumber(redis.sha1hex(epoch):sub(1, 13), 16)

-- The code, or nil when there is none of this server process.
local function load()
  local packed = redis.call("GET", KEYS[1])
  local code = {}
  for i, value in ipairs(packed and cmsgpack.unpack(packed) or {}) do code[FIELDS[i]] = value end
  return code.process == process and code or nil
end

-- Without a life in ms it keeps the one that it has.
local function save(code, life)
  local values = { process }
  for i = 2, #FIELDS do values[i] = code[FIELDS[i]] or false end
  local packed = cmsgpack.pack(values)
  if life then redis.call("SET", KEYS[1], packed, "PX", life) else redis.call("SET", KEYS[1], packed, "KEEPTTL") end
end

-- Above 0 when the code is newer than the one that ARGV[1] to ARGV[3] name: account, generation and number. An address that
-- was purged and registered again counts its generations from 1 anew, but its account's row is a later one.
local function order_of(code)
  for i, name in ipairs({ "account", "generation", "sequence" }) do
    local difference = code[name] - tonumber(ARGV[i])
    if difference ~= 0 then return difference end
  end
  return 0
end

local function wrong_guesses(code)
  return code.tries - (code.redeemed and 1 or 0)
end
