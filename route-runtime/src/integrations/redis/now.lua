-- The time of the server, in microseconds. It is later than the last invalidation, and than the beginning of all that is kept, also when
-- the server's clock was set back, or another server has taken over: then it stands still for so long.
-- Numbers are whole and below 2^53, and so exact.
local function clock_now(clock, skew)
    local time = redis.call('TIME')
    local micros = tonumber(time[1]) * 1000000 + tonumber(time[2]) + tonumber(skew)
    local last = tonumber(redis.call('GET', clock) or '0') or 0
    return math.max(micros, last + 1), last
end

local function text(number)
    return string.format('%.0f', number)
end
