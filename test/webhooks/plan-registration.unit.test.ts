import type { WebhookTopic } from '../../src/model/webhooks/webhook-states';
import type { RegisteredWebhook, WebhookRegistrar } from '../../src/platforms/webhooks';
import { carryOutRegistration, toldOf } from '../../src/stores/webhooks/carry-out-registration';
import { planRegistration, UNLISTED } from '../../src/stores/webhooks/plan-registration';

const HERE = 'https://sync.example/webhooks/shop/1';
const BEFORE = 'https://old.example/webhooks/shop/1';
const NOW = '2026-11-28T10:00:00.000Z';
const SINCE = '2026-11-01T10:00:00.000Z';

const webhook = (externalId: string, more: Partial<RegisteredWebhook> = {}): RegisteredWebhook => ({
  externalId,
  topic: 'updated',
  deliveryUrl: HERE,
  isActive: true,
  ...more,
});
const known = (external_id: string, topic = 'updated'): WebhookTopic => ({
  topic,
  state: 'registered',
  since: SINCE,
  external_id,
});

function play({
  listed = [],
  topics = ['updated'],
  known: knownTopics = [],
  formerUrl = null,
  secretSince = null,
  takesFormer = true,
  byHand = false,
  readOnly = null,
  lookedAt = null,
  signal = new AbortController().signal,
  ...registrar
}: Partial<WebhookRegistrar> & {
  listed?: RegisteredWebhook[];
  topics?: string[];
  known?: WebhookTopic[];
  formerUrl?: string | null;
  secretSince?: Date | null;
  takesFormer?: boolean;
  byHand?: boolean;
  readOnly?: string | null;
  lookedAt?: Date | null;
  signal?: AbortSignal;
}) {
  const calls: string[] = [];
  let made = 100;
  const playing: WebhookRegistrar = {
    list: async () => ({ kind: 'listed', webhooks: listed }),
    async register(request) {
      calls.push(`+${request.topic}`);
      return registrar.register?.(request) ?? { kind: 'registered', externalId: String(++made) };
    },
    async remove(request) {
      calls.push(`-${request.externalId}`);
      return registrar.remove?.(request) ?? { kind: 'removed' };
    },
  };
  const wanted = { topics, deliveryUrl: HERE, formerUrl, secretSince, takesFormer, byHand };
  const plan = planRegistration({ listed, known: knownTopics, lookedAt }, wanted);
  const carrying = { deliveryUrl: HERE, secret: 's', known: knownTopics, readOnly, now: NOW, signal };
  return carryOutRegistration(playing, plan, carrying).then((done) => ({ plan, done, calls }));
}

it('makes nothing where all is there', async () => {
  const { calls, done } = await play({ listed: [webhook('1')], known: [known('1')] });
  expect(calls).toEqual([]);
  expect(done.topics).toEqual([known('1')]);
});

it('leaves what is told of a topic whose deliveries are errors', async () => {
  const broken: WebhookTopic = { ...known('1'), state: 'refused', reason: 'its user lost the right' };
  const { done, calls } = await play({
    listed: [webhook('1'), webhook('2', { topic: 'deleted' })],
    topics: ['updated', 'deleted'],
    known: [broken],
  });
  expect(calls).toEqual([]);
  expect(done.topics[0]).toEqual(broken);
  expect(toldOf(done, { state: 'registered', reason: null })).toEqual({ state: 'registered', reason: broken.reason });
});

it('makes one before it takes away what it replaces', async () => {
  const { calls, plan } = await play({ listed: [webhook('1', { isActive: false })], known: [known('1')] });
  expect(calls).toEqual(['+updated', '-1']);
  expect(plan.topics[0]?.isLost).toBe(true);
});

it('leaves one that is there twice once', async () => {
  expect((await play({ listed: [webhook('1'), webhook('2')] })).calls).toEqual(['-2']);
});

it('makes those anew that sign with the secret before, or with one that nobody knows', async () => {
  const secretSince = new Date('2026-11-20T10:00:00Z');
  expect((await play({ listed: [webhook('1')], known: [known('1')], secretSince })).calls).toEqual(['+updated', '-1']);
  expect((await play({ listed: [webhook('1')], secretSince })).calls).toEqual(['+updated', '-1']);
});

it('leaves one that was just entered by hand', async () => {
  const secretSince = new Date('2026-11-20T10:00:00Z');
  expect((await play({ listed: [webhook('1')], secretSince, byHand: true })).calls).toEqual([]);
});

it('tells of one that may not be replaced and signs with a secret that is no more', async () => {
  const left = { listed: [webhook('1')], known: [known('1')], secretSince: new Date(NOW), takesFormer: false };
  const { done } = await play({
    ...left,
    register: async () => ({ kind: 'refused', why: 'read_only', detail: 'read only' }),
  });
  expect(done.topics).toEqual([
    { topic: 'updated', state: 'refused', since: NOW, external_id: '1', reason: expect.stringContaining('new one') },
  ]);
  expect(toldOf(done, { state: 'refused', reason: '' })).toEqual({ state: 'by_hand', reason: 'read only' });
});

it('asks no key again that is known to read alone', async () => {
  const { done, calls } = await play({ readOnly: 'read only', byHand: true });
  expect(calls).toEqual([]);
  expect(done.topics).toEqual([{ topic: 'updated', state: 'missing', since: NOW }]);
  expect(done.ended).toEqual({ by: 'read_only', why: 'read only' });
});

it('knows ours by their ids, and by their address however it is spelled', async () => {
  const byId = await play({ listed: [webhook('1', { deliveryUrl: 'https://cdn.example/' })], known: [known('1')] });
  const slash = await play({ listed: [webhook('2', { deliveryUrl: `${HERE.replace('sync', 'SYNC')}/` })] });
  expect([byId.calls, slash.calls]).toEqual([[], []]);
});

it('makes no other one where the shop does not list the one that the last look made, however often it looks', async () => {
  const lookedAt = new Date(SINCE);
  const first = await play({ known: [known('1')], lookedAt });
  const refused = { topic: 'updated', state: 'refused', since: NOW, external_id: '1', reason: UNLISTED };
  expect([first.calls, first.done.topics]).toEqual([[], [refused]]);
  expect(toldOf(first.done, { state: 'registered', reason: null })).toEqual({ state: 'refused', reason: UNLISTED });
  const second = await play({ known: first.done.topics, lookedAt: new Date(NOW) });
  expect([second.calls, second.done.topics]).toEqual([[], [refused]]);
  expect((await play({ known: [known('1')], lookedAt: new Date(NOW) })).calls).toEqual(['+updated']);
});

it('tells what was made until its time was over', async () => {
  const stopping = new AbortController();
  const { done } = await play({
    topics: ['updated', 'deleted'],
    signal: stopping.signal,
    async register({ topic }) {
      if (topic === 'updated') return { kind: 'registered', externalId: '7' };
      stopping.abort();
      throw stopping.signal.reason;
    },
  });
  expect(done.topics.map(({ state }) => state)).toEqual(['registered', 'missing']);
  expect(done.ended).toMatchObject({ by: 'problem', problem: { detail: expect.stringContaining('slow') } });
});

it('takes away what sends to the former address, and topics that were given up', async () => {
  const listed = [webhook('1', { deliveryUrl: BEFORE }), webhook('2', { topic: 'given up' })];
  const { calls, plan } = await play({ listed, known: [known('1')], formerUrl: BEFORE });
  expect(calls).toEqual(['+updated', '-2', '-1']);
  expect(plan.topics[0]?.isLost).toBe(false);
});

it('touches nothing that sends elsewhere', async () => {
  const listed = [webhook('1', { deliveryUrl: `${HERE}/more` }), webhook('2', { deliveryUrl: BEFORE })];
  expect((await play({ listed })).calls).toEqual(['+updated']);
});

it('goes on without a topic that is refused', async () => {
  const { done, calls } = await play({
    topics: ['strange', 'updated'],
    register: async ({ topic }) =>
      topic === 'strange'
        ? { kind: 'refused', why: 'topic', detail: 'it needs a scope' }
        : { kind: 'registered', externalId: '1' },
  });
  expect(calls).toEqual(['+strange', '+updated']);
  expect(done.topics).toEqual([
    { topic: 'strange', state: 'refused', since: NOW, reason: 'it needs a scope' },
    { topic: 'updated', state: 'registered', since: NOW, external_id: '1' },
  ]);
  expect(toldOf(done, { state: 'refused', reason: 'before' })).toEqual({ state: 'registered', reason: null });
});

it('asks once where the key may not write, and keeps what sends with the secret before', async () => {
  const { done, calls } = await play({
    topics: ['updated', 'deleted'],
    listed: [webhook('1')],
    known: [known('1')],
    secretSince: new Date(NOW),
    register: async () => ({ kind: 'refused', why: 'read_only', detail: 'read only' }),
  });
  expect(calls).toEqual(['+updated']);
  expect(done.topics).toEqual([known('1'), { topic: 'deleted', state: 'missing', since: NOW }]);
  expect(toldOf(done, { state: 'registered', reason: null })).toEqual({ state: 'by_hand', reason: 'read only' });
});

it('tells what was made before the store got into trouble', async () => {
  const { done } = await play({
    topics: ['updated', 'deleted'],
    listed: [],
    register: async ({ topic }) =>
      topic === 'updated'
        ? { kind: 'registered', externalId: '7' }
        : { kind: 'unavailable', status: 500, detail: 'answered 500' },
  });
  expect(done.made).toEqual(['7']);
  expect(toldOf(done, { state: 'refused', reason: '' })).toEqual({ state: 'registered', reason: 'answered 500' });
});

it('stays by hand while nothing has to be made, and is registered when something was', async () => {
  const before = { state: 'by_hand', reason: 'why' } as const;
  const there = await play({ listed: [webhook('1')] });
  expect(toldOf(there.done, before)).toEqual(before);
  const made = await play({});
  expect(toldOf(made.done, before)).toEqual({ state: 'registered', reason: null });
});
