-- KEYS: the entry, the clock. ARGV: what is added to the time; when the generation began; how long from then on it is kept; for how many
-- seconds the clock is; the entry; its tags.
local now, last = clock_now(KEYS[2], ARGV[1])
local began = tonumber(ARGV[2])
-- An older generation does not take the place of a newer one.
local kept = redis.pcall('HGET', KEYS[1], 'began')
if type(kept) == 'string' and (tonumber(kept) or 0) > began then
    return 0
end
local left = math.floor((tonumber(ARGV[3]) - (now - began)) / 1000)
-- What began later than now was timed by a clock that is not the server's any more: no tag could be compared with it.
if began > now then
    return 0
end
redis.call('DEL', KEYS[1])
if left <= 0 then
    return 0
end
redis.call('HSET', KEYS[1], 'value', ARGV[5], 'tags', ARGV[6], 'began', text(began))
redis.call('PEXPIRE', KEYS[1], text(left))
if began > last then
    redis.call('SET', KEYS[2], text(began), 'EX', ARGV[4])
end
return 1
