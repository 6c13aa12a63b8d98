import { Webhook } from 'standardwebhooks';
import { verifyEvent } from '../../../clients/typescript/src/index';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const OTHER = `whsec_${Buffer.from('another of twenty-four b').toString('base64')}`;
const NOW = new Date('2026-11-28T12:00:00Z');
const BODY = JSON.stringify({ id: 'evt_1', type: 'sync.completed', data: { title: 'Käse 🧀' } });

const signed = (body = BODY, { secret = SECRET, at = NOW } = {}): Record<string, string> => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
  'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
});
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const verified = { kind: 'verified', id: 'msg_1', event: JSON.parse(BODY) };
const refused = (reason: string) => ({ kind: 'refused', reason });

it('takes what the reference library signed, as text or bytes, with headers as Fetch or Node.js has them', async () => {
  const bytes = new TextEncoder().encode(BODY);
  const named = Object.fromEntries(Object.entries(signed()).map(([name, value]) => [name.toUpperCase(), value]));
  for (const headers of [signed(), named, new Headers(signed())]) {
    expect(await verifyEvent(SECRET, headers, BODY, NOW)).toEqual(verified);
    expect(await verifyEvent(SECRET, headers, bytes, NOW)).toEqual(verified);
  }
});

it('takes one right signature among several, as while a secret is changed', async () => {
  const right = signed()['webhook-signature'] ?? '';
  const wrong = signed(BODY, { secret: OTHER })['webhook-signature'] ?? '';
  const headers = { ...signed(), 'webhook-signature': `v1a,${right.slice(3)} v1,not-base64! ${wrong} ${right}` };
  expect(await verifyEvent(SECRET, headers, BODY, NOW)).toEqual(verified);
});

it.each([
  ['another secret', signed(BODY, { secret: OTHER }), BODY],
  ['a changed body', signed(), `${BODY} `],
  ['another id', { ...signed(), 'webhook-id': 'msg_2' }, BODY],
  ['a signature of another kind', { ...signed(), 'webhook-signature': 'v2,AAAA nonsense v1' }, BODY],
])('refuses %s', async (_what, headers, body) => {
  expect(await verifyEvent(SECRET, headers, body, NOW)).toEqual(refused('signature_wrong'));
});

it('refuses what was signed more than five minutes from now', async () => {
  for (const at of [minutes(-5), minutes(5)]) {
    expect(await verifyEvent(SECRET, signed(BODY, { at }), BODY, NOW)).toEqual(verified);
  }
  for (const at of [minutes(-5.1), minutes(5.1)]) {
    expect(await verifyEvent(SECRET, signed(BODY, { at }), BODY, NOW)).toEqual(refused('time_out_of_tolerance'));
  }
  const headers = { ...signed(), 'webhook-timestamp': '1e9' };
  expect(await verifyEvent(SECRET, headers, BODY, NOW)).toEqual(refused('time_out_of_tolerance'));
});

it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('refuses what comes without %s', async (name) => {
  expect(await verifyEvent(SECRET, { ...signed(), [name]: undefined }, BODY, NOW)).toEqual(refused('headers_missing'));
});

it('says of a signed body that it is no JSON, and of a secret that it is none', async () => {
  expect(await verifyEvent(SECRET, signed('no JSON'), 'no JSON', NOW)).toEqual(refused('body_unreadable'));
  await expect(verifyEvent('whsec_', signed(), BODY, NOW)).rejects.toThrow('begins with whsec_');
});
