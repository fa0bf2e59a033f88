/**
 * What has to happen in Redis in one step. Keys: `P:lease:NODE` lives as long as a node beats;
 * `P:in:TENANT\nCHANNEL` names the nodes with a subscriber; `P:conn:TENANT` counts connections by node.
 */

/** KEYS lease, nodes. ARGV node, lease in ms. → 1 if the lease had not run out. */
export const BEAT = `
local alive = redis.call('EXISTS', KEYS[1])
redis.call('SET', KEYS[1], '1', 'PX', ARGV[2])
redis.call('SADD', KEYS[2], ARGV[1])
return alive`;

/** KEYS nodes. ARGV prefix. → nodes whose lease lives; the others are forgotten. */
export const LIVING = `
local living = {}
for _, node in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  if redis.call('EXISTS', ARGV[1] .. ':lease:' .. node) == 1 then living[#living + 1] = node
  else redis.call('SREM', KEYS[1], node) end
end
return living`;

/** KEYS interest. ARGV node, lifetime in s. */
export const HOLD = `
redis.call('SADD', KEYS[1], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return 1`;

/**
 * KEYS interest. ARGV prefix, sender, message, further nodes that must get it.
 * → the nodes that got it because of their interest.
 */
export const DELIVER = `
local named, found = {}, {}
for i = 4, #ARGV do
  named[ARGV[i]] = true
  redis.call('PUBLISH', ARGV[1] .. ':node:' .. ARGV[i], ARGV[3])
end
for _, node in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  if node ~= ARGV[2] and not named[node] then
    if redis.call('EXISTS', ARGV[1] .. ':lease:' .. node) == 1 then
      redis.call('PUBLISH', ARGV[1] .. ':node:' .. node, ARGV[3])
      found[#found + 1] = node
    else redis.call('SREM', KEYS[1], node) end
  end
end
return found`;

/** KEYS connections. ARGV prefix, node, limit. → 1 and one more counted, or 0. */
export const ADMIT = `
local sum = 0
local counts = redis.call('HGETALL', KEYS[1])
for i = 1, #counts, 2 do
  if counts[i] == ARGV[2] or redis.call('EXISTS', ARGV[1] .. ':lease:' .. counts[i]) == 1 then
    sum = sum + tonumber(counts[i + 1])
  else redis.call('HDEL', KEYS[1], counts[i]) end
end
if sum >= tonumber(ARGV[3]) then return 0 end
redis.call('HINCRBY', KEYS[1], ARGV[2], 1)
return 1`;

/** KEYS messages. ARGV quota, wanted, lifetime in s. → how many of the wanted were left, counted as spent. */
export const RESERVE = `
local left = tonumber(ARGV[1]) - tonumber(redis.call('GET', KEYS[1]) or '0')
local taken = math.min(left, tonumber(ARGV[2]))
if taken <= 0 then return 0 end
redis.call('INCRBY', KEYS[1], taken)
redis.call('EXPIRE', KEYS[1], ARGV[3])
return taken`;
