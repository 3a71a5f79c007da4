--[[
  What every script about passwordless codes shares, behind lib-epoch. KEYS[1] is a hash of one address:

    epoch         the server process that it was written in
    wrong         when wrong guesses at short codes were compared in the last 24 hours, in ms, with blanks between
    lost          when it was found that another process had written it: what it counted is unknown
    code:<id>     one for each message: scope, asked, expires, and once it is sent digest, digits and account (whose address
                  it is), and once it was right flow and redeemed, the id that it was right for and when (JSON)
]]
local DAY = 86400000

local function load()
  local state = { codes = {}, wrong = {} }
  local fields = redis.call("HGETALL", KEYS[1])
  local values = {}
  for i = 1, #fields, 2 do values[fields[i]] = fields[i + 1] end
  state.lost = tonumber(values.lost or 0)
  if values.epoch and values.epoch ~= epoch then
    -- Its codes are dead, and its guesses count as used.
    state.lost = now
    redis.call("DEL", KEYS[1])
    redis.call("HSET", KEYS[1], "lost", now, "epoch", epoch)
    redis.call("PEXPIRE", KEYS[1], DAY)
    return state
  end
  for at in (values.wrong or ""):gmatch("%d+") do
    if tonumber(at) > now - DAY then state.wrong[#state.wrong + 1] = at end
  end
  for name, value in pairs(values) do
    local id = name:match("^code:(.+)$")
    if id then
      local code = cjson.decode(value)
      if code.expires > now then state.codes[id] = code else redis.call("HDEL", KEYS[1], name) end
    end
  end
  return state
end

-- Whether the address has no guess left at a short code.
local function is_spent(state, budget)
  return #state.wrong >= tonumber(budget) or state.lost > now - DAY
end

-- How many digits a code has, or will have once it is sent.
local function digits_of(code, spent, long_digits)
  return code.digits or (spent and long_digits or 0)
end

-- Whether guesses are still compared with a code, or will be once it is sent.
local function is_guessable(code, spent, long_digits)
  return not (spent and digits_of(code, spent, long_digits) < long_digits)
end

local function write(id, code)
  redis.call("HSET", KEYS[1], "epoch", epoch, "code:" .. id, cjson.encode(code))
  local left = code.expires - now
  if redis.call("PTTL", KEYS[1]) < left then redis.call("PEXPIRE", KEYS[1], left) end
end
