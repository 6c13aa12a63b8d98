import type { WebhookState, WebhookTopic } from '../../model/webhooks/webhook-states';
import { isProblem, type StoreProblem } from '../../platforms/problem';
import type { WebhookRegistrar } from '../../platforms/webhooks';
import { inTime } from './in-time';
import { type RegistrationPlan, type TopicPlan, UNLISTED } from './plan-registration';

interface Carrying {
  deliveryUrl: string;
  secret: string;
  /** As the last look left them. */
  known: readonly WebhookTopic[];
  /** Why the key may not write, where that is known: then it is not asked again. Null: it is tried. */
  readOnly: string | null;
  /** RFC 3339 UTC, by the database's clock. */
  now: string;
  signal: AbortSignal;
}

export interface CarriedOut {
  topics: WebhookTopic[];
  /** Those that were made, for whoever has to undo it. */
  made: string[];
  /** What ended it before its end: the key may not write, the store takes no such address, or it is in trouble. */
  ended: { by: 'read_only' | 'address'; why: string } | { by: 'problem'; problem: StoreProblem } | null;
}

const OLD_SECRET =
  'it signs with a secret from before the store was disconnected: enter the new one (POST webhook-setup makes it)';
const SWITCHED_OFF = 'it is switched off in the shop: activate it there';

/**
 * One after the other: what a topic replaces goes when its own is there. A refusal that holds for all of them, or a store in
 * trouble, ends it; what was done until then counts.
 */
export async function carryOutRegistration(
  registrar: WebhookRegistrar,
  plan: RegistrationPlan,
  { deliveryUrl, secret, known, readOnly, now, signal }: Carrying,
): Promise<CarriedOut> {
  const done: CarriedOut = { topics: [], made: [], ended: null };
  if (readOnly !== null) done.ended = { by: 'read_only', why: readOnly };

  /** Null where it cannot be had now. */
  async function make(topic: string): Promise<{ externalId: string } | { refused: string } | null> {
    if (done.ended !== null) return null;
    const came = await inTime(registrar.register({ topic, deliveryUrl, secret, signal }), signal);
    if (came.kind === 'registered') {
      done.made.push(came.externalId);
      return came;
    }
    if (came.kind === 'refused' && came.why === 'topic') return { refused: came.detail };
    done.ended = endOf(came);
    return null;
  }

  async function removeAll(webhooks: readonly { externalId: string }[]): Promise<void> {
    for (const { externalId } of webhooks) {
      if (done.ended !== null) return;
      const came = await inTime(registrar.remove({ externalId, signal }), signal);
      if (came.kind !== 'removed') done.ended = endOf(came);
    }
  }

  for (const planned of plan.topics) {
    const { topic, kept, replaced } = planned;
    const before = known.find((each) => each.topic === topic);
    if (kept === null && planned.unlisted !== null) {
      done.topics.push(unlistedOf(topic, planned.unlisted, before, now));
      continue;
    }
    const there = kept ?? (await make(topic));
    if (there !== null && 'externalId' in there) {
      // One whose deliveries are errors is told so by them, and is there all the same.
      const isSame = before?.external_id === there.externalId && before.state !== 'missing';
      const { externalId: external_id } = there;
      done.topics.push(isSame ? before : { topic, state: 'registered', since: now, external_id });
      await removeAll(replaced);
    } else {
      done.topics.push(withoutOwn(planned, before, there?.refused, now));
    }
  }
  await removeAll(plan.unwanted);
  return done;
}

function endOf(came: Exclude<Awaited<ReturnType<WebhookRegistrar['remove']>>, { kind: 'removed' }>) {
  if (isProblem(came)) return { by: 'problem', problem: came } as const;
  return { by: came.why === 'address' ? 'address' : 'read_only', why: came.detail } as const;
}

/** It may be there all the same, and is known again by its id. */
function unlistedOf(topic: string, external_id: string, before: WebhookTopic | undefined, now: string): WebhookTopic {
  const since = before?.reason === UNLISTED ? before.since : now;
  return { topic, state: 'refused', since, external_id, reason: UNLISTED };
}

/** One that could not be made: what it was to replace may send still, with the secret before, where that is taken too. */
function withoutOwn(
  { topic, replaced, sending }: TopicPlan,
  before: WebhookTopic | undefined,
  refused: string | undefined,
  now: string,
): WebhookTopic {
  const deaf = sending === null ? replaced.find(({ isActive }) => isActive) : undefined;
  const state = sending !== null ? 'registered' : refused === undefined && deaf === undefined ? 'missing' : 'refused';
  const since = before?.state === state ? before.since : now;
  if (sending !== null) return { topic, state, since, external_id: sending.externalId };
  // The next delivery that it signs rightly shows that it was seen to.
  if (deaf !== undefined)
    return { topic, state, since: now, external_id: deaf.externalId, reason: refused ?? OLD_SECRET };
  const reason = refused ?? (replaced.length > 0 ? SWITCHED_OFF : undefined);
  return { topic, state, since, ...(reason !== undefined && { reason }) };
}

interface Told {
  state: WebhookState;
  /** For people. */
  reason: string | null;
}

/** What is told of it. A store that is cared for by hand stays so while nothing has to be made. */
export function toldOf({ topics, made, ended }: CarriedOut, before: Told): Told {
  if (ended?.by === 'read_only') return { state: 'by_hand', reason: ended.why };
  if (ended?.by === 'address') return { state: 'refused', reason: ended.why };
  const isAnySending = topics.some(({ state }) => state === 'registered');
  if (ended?.by === 'problem') {
    return { state: isAnySending ? 'registered' : 'refused', reason: ended.problem.detail };
  }
  if (!isAnySending) return { state: 'refused', reason: topics.find(({ reason }) => reason)?.reason ?? null };
  if (before.state === 'by_hand' && made.length === 0) return before;
  const broken = topics.find(({ state, external_id }) => state === 'refused' && external_id !== undefined);
  return { state: 'registered', reason: broken?.reason ?? null };
}
