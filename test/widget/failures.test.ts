import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callFindings } from '../../core/locales/english/call-findings.ts';
import { CaptureError, captureErrorFrom } from '../../core/media/capture-error.ts';
import type { TokenAttempt } from '../../widget/credential.ts';
import { captureFailure, engineFailure, joinFailure } from '../../widget/failures.ts';
import { findingOf } from '../../widget/finding.ts';

const idle: TokenAttempt = { state: 'idle' };
const named = (name: string, more: object = {}): Error => Object.assign(new Error('x'), { name }, more);
const closed = (closeCode: number): Error => named('SignallingConnectError', { closeCode });

test('each way of being refused has its code', () => {
  for (const [thrown, token, code] of [
    [closed(4001), idle, 'token-invalid'],
    [closed(4002), idle, 'token-expired'],
    [closed(4003), idle, 'channel-not-authorized'],
    [closed(4010), idle, 'connection-limit'],
    [closed(4011), idle, 'message-rate'],
    [closed(4012), idle, 'account-suspended'],
    [closed(4020), idle, 'kicked'],
    [closed(1006), idle, 'signalling-unreachable'],
    [closed(1001), idle, 'signalling-unreachable'],
    [named('channel_not_authorized'), idle, 'channel-not-authorized'],
    [named('action_not_permitted'), idle, 'channel-not-authorized'],
    [named('invalid_channel'), idle, 'room-invalid'],
    [named('MeteredPeerSendError', { code: 'reserved_channel' }), idle, 'room-invalid'],
    [new Error('x'), { state: 'pending' }, 'token-provider-hung'],
    [new Error('x'), { state: 'failed', error: named('TimeoutError') }, 'token-provider-hung'],
    [new Error('x'), { state: 'failed', error: new Error('no') }, 'token-provider-failing'],
    [new Error('x'), idle, 'join-failed'],
    ['a string', idle, 'join-failed'],
    [undefined, idle, 'join-failed'],
  ] as const) {
    assert.equal(joinFailure(thrown, token).code, code);
    assert.ok(code in callFindings, code);
  }
});

test('a token endpoint that answers 401 or 403 asks to sign in again', () => {
  for (const status of [401, 403]) {
    const failure = joinFailure(new Error('x'), { state: 'failed', error: new Error('x'), status });
    assert.equal(failure.variant, 'sign-in');
    assert.match(findingOf(failure).fix.join(' '), /sign in/i);
  }
  assert.equal(joinFailure(0, { state: 'failed', error: 0, status: 500 }).variant, undefined);
});

test('during a call a refused send is about the key, and a stranger’s error is for the log', () => {
  assert.equal(engineFailure(named('action_not_permitted'), idle)?.code, 'send-not-permitted');
  assert.equal(engineFailure(named('admin_disconnect'), idle)?.code, 'kicked');
  assert.equal(engineFailure(new Error('x'), idle), null);
});

test('a dismissed prompt reads differently from a block', () => {
  const dismissed = new CaptureError('camera-denied', 'camera', { refusal: 'dismissed' });
  const blocked = new CaptureError('camera-denied', 'camera', { refusal: 'blocked' });
  assert.notEqual(findingOf(captureFailure(dismissed)).cause, findingOf(captureFailure(blocked)).cause);
});

test('whatever keeps a device from opening has words before there is a doctor', () => {
  for (const kind of ['camera', 'microphone'] as const) {
    for (const name of [
      'NotAllowedError',
      'NotFoundError',
      'NotReadableError',
      'OverconstrainedError',
      'TypeError',
    ]) {
      const { code } = captureErrorFrom(named(name, { message: '' }), kind, undefined);
      assert.ok(code in callFindings, code);
    }
    for (const code of [`${kind}-lost`, `${kind}-blocked-by-embedder`, `${kind}-blocked-by-header`])
      assert.ok(code in callFindings, code);
  }
});

test('a finding says the constraint that no camera meets', () => {
  const error = new CaptureError('camera-overconstrained', 'camera', { constraint: 'width' });
  const finding = findingOf(captureFailure(error));
  assert.match(finding.cause, /\(width\)/);
  assert.equal(finding.severity, 'warning');
});

test('every finding is frozen, has words, a way out and a stable id', () => {
  for (const [key, words] of Object.entries(callFindings)) {
    const [code = '', variant] = key.split('.');
    const finding = findingOf({
      code,
      ...(variant === undefined ? {} : { variant }),
      params: Object.fromEntries(
        JSON.stringify(words)
          .match(/(?<=\{)\w+(?=\})/g)
          ?.map((name) => [name, 'x']) ?? [],
      ),
    });
    assert.ok(Object.isFrozen(finding) && Object.isFrozen(finding.fix));
    assert.ok(finding.id.startsWith(`${code}:`));
    assert.ok(finding.cause.length > 20, key);
    // What is no problem needs no way out.
    assert.equal(finding.fix.length, words.fix.length, key);
    assert.doesNotMatch(finding.cause, /[{}]/);
  }
});
