import { miss, later, endAt, backAgain, granted, token, type NearMiss } from './near-miss.ts';

/** Of signalling, and how an engine is used: for each code a case that lacks one thing of its proof. */
export const SIGNALLING: readonly NearMiss[] = [
  miss(
    'signalling-blocked-by-policy',
    'signalling-blocked-by-policy.ours.chromium',
    'it was a picture',
    ({ trace }) => {
      for (const violation of trace.violations) violation.directive = 'img-src';
    },
  ),
  miss(
    'token-provider-hung',
    'token-invalid.ours.chromium',
    'asked 9.9 s ago',
    token('asked', [9_900]),
    token('asked', [10_100]),
  ),
  miss(
    'token-provider-failing',
    'token-invalid.ours.firefox',
    'refused twice',
    token('rejected', [2, 1]),
    token('rejected', [3, 2, 1]),
  ),
  miss('token-stale-loop', 'token-stale-loop.ours.chromium', 'each token is a new one', ({ trace }) => {
    trace.tokens = [];
    trace.sockets.forEach((socket, index) => {
      socket.token = `token ${index}`;
      socket.tokenExpiresAt = trace.until + 60_000;
    });
  }),
  miss('token-invalid', 'token-invalid.ours.firefox', 'the next one is valid', backAgain),
  miss('token-expired', 'token-expired.ours.chromium', 'the next one is fresh', backAgain),
  miss(
    'channel-not-authorized',
    'channel-not-authorized.one-room-ours.firefox',
    'let in after all',
    granted('subscribe'),
  ),
  miss('connection-limit', 'connection-limit.ours.chromium', 'let in after all', backAgain),
  miss('message-rate', 'message-rate.ours.firefox', 'more than 30 s ago', later(31_000)),
  miss('account-suspended', 'account-suspended.ours.chromium', 'let in after all', backAgain),
  miss('kicked', 'kicked.ours.firefox', 'let in again', backAgain),
  miss('signalling-unreachable', 'signalling-unreachable.ours.chromium', 'reached after all', backAgain),
  miss('reconnect-loop', 'reconnect-loop.ours.firefox', 'it came back three times', ({ trace }) => {
    trace.sockets = trace.sockets.filter(({ received }) => received > 0).slice(0, 4);
  }),
  miss('send-not-permitted', 'send-not-permitted.ours.chromium', 'granted since', granted('send')),
  miss(
    'presence-not-permitted',
    'presence-not-permitted.ours.firefox',
    'subscribed 1.9 s ago',
    endAt(
      ({ sockets }) => sockets.flatMap(({ frames }) => frames).findLast(({ type }) => type === 'ack')?.at,
      1_900,
    ),
  ),
  miss('publish-not-permitted', 'publish-not-permitted.ours.chromium', 'granted since', granted('publish')),
  miss('sent-before-join', 'sent-before-join.ours.chromium', 'more than 30 s ago', later(31_000)),
  miss('message-oversized', 'message-oversized.firefox', 'more than 30 s ago', later(31_000)),
  miss(
    'direct-from-outside',
    'direct-from-outside.ours.chromium',
    'the sender is in the room',
    ({ trace }) => {
      for (const { frames } of trace.sockets)
        for (const { type, from = '' } of frames)
          if (type === 'direct')
            trace.peers.push({ id: from, call: 'call1', joinedAt: 0, ours: false, health: [] });
    },
  ),
  miss('sender-metadata-off', 'sender-metadata-off.ours.firefox', 'it came with the message', ({ trace }) => {
    for (const { frames } of trace.sockets)
      for (const frame of frames) if (frame.type === 'message') frame.flags = { metadata: true };
  }),
  miss('listener-leak', 'listener-leak.chromium', 'there are 99', ({ trace }) => {
    for (const { log } of trace.calls) for (const one of log) if (one.type === 'listeners') one.count = 99;
  }),
];
