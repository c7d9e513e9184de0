-- KEYS: the entry, the clock. ARGV: what is added to the time, what keys of tags begin with.
-- Answers with the time; the entry, if there is one; and the instants of those of its tags that have any.
local now = clock_now(KEYS[2], ARGV[1])
local reply = { text(now) }
local entry = redis.pcall('HMGET', KEYS[1], 'value', 'tags')
if entry.err or not entry[1] or not entry[2] then
    return reply
end
reply[2] = entry[1]
local tags, at = entry[2], 1
while at <= #tags do
    local read, tag, next = pcall(struct.unpack, '>I4c0', tags, at)
    if not read then
        return { text(now) }
    end
    -- A key of another type is an invalidation that cannot be read.
    local instants = redis.pcall('GET', ARGV[2] .. tag)
    if instants then
        reply[#reply + 1] = type(instants) == 'string' and instants or ''
    end
    at = next
end
return reply
