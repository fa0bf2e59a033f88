// The wire, byte by byte, with every second connection and call on another node: what holds on one process
// has to hold across nodes too.
import './on-redis.ts';
import './frames.test.ts';
import './presence.test.ts';
import './closing.test.ts';
import './limits.test.ts';
import './rest.test.ts';
import './turn.test.ts';
import './published-client.test.ts';
