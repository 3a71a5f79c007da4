--[[
  What every script about codes begins with, behind lib-epoch. A code lives by Redis' clock until "live_until" (ms), and
  only in the server process that stored it.
]]

-- Which of two codes is newer, by account, generation and number: above 0 when the first one is. An address that was
-- purged and registered again counts its generations from 1 anew, but its account's row is a later one.
local function order_of(first, second)
  for i = 1, 3 do
    local difference = tonumber(first[i] or 0) - tonumber(second[i])
    if difference ~= 0 then return difference end
  end
  return 0
end
