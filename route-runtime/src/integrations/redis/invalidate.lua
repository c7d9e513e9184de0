-- KEYS: the clock, the tags. ARGV: what is added to the time; how long stale entries may be served; for how many seconds instants are kept.
-- What `TagInstants::invalidate` does, where 0 is no instant.
local now = clock_now(KEYS[1], ARGV[1])
local serve_stale = tonumber(ARGV[2])
for index = 2, #KEYS do
    -- What cannot be read, and a key of another type, is overwritten: all that began until now is stale then.
    local kept = redis.pcall('GET', KEYS[index])
    local stale, expired, ends = string.match(type(kept) == 'string' and kept or '', '^(%d+) (%d+) (%d+)$')
    stale, expired, ends = tonumber(stale or '0'), tonumber(expired or '0'), tonumber(ends or '0')
    if serve_stale == 0 then
        expired, ends = now, 0
    elseif ends ~= 0 and ends <= now then
        expired, ends = stale, now + serve_stale
    elseif ends == 0 then
        ends = now + serve_stale
    else
        ends = math.min(ends, now + serve_stale)
    end
    local instants = text(now) .. ' ' .. text(expired) .. ' ' .. text(ends)
    redis.call('SET', KEYS[index], instants, 'EX', ARGV[3])
end
redis.call('SET', KEYS[1], text(now), 'EX', ARGV[3])
return 1
