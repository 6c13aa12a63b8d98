import type { WebhookTopic } from '../../model/webhooks/webhook-states';
import { isProblem } from '../../platforms/problem';
import type { WebhookFormat } from '../../platforms/webhooks';
import { type CarriedOut, carryOutRegistration, toldOf } from '../../stores/webhooks/carry-out-registration';
import { deliveryUrlOf } from '../../stores/webhooks/delivery-url';
import { inTime } from '../../stores/webhooks/in-time';
import { rotateSecret } from '../../stores/webhooks/keep-secret';
import { planRegistration } from '../../stores/webhooks/plan-registration';
import { NO_PUBLIC_URL, type Registration } from '../../stores/webhooks/registration';
import { webhookSecretsOf } from '../../stores/webhooks/webhook-secrets';
import type { Came, LookDependencies, RegistrationTurn } from './registration-turn';

const NO_WEBHOOKS = 'The platform sends no webhooks.';
const NO_SECRET = 'The credentials lack the secret that its deliveries are signed with.';

/** Makes what is missing at the store, and says why where that cannot be. */
export async function registerOurs(dependencies: LookDependencies, turn: RegistrationTurn): Promise<Came> {
  const { platforms, surroundings, publicUrl } = dependencies;
  const { store, connection, registration, signal } = turn;
  const { webhooks: format } = platforms[store.platform];
  const { webhooks: registrar } = connection;
  if (!format || !registrar) return refused(NO_WEBHOOKS);
  if (publicUrl === null) return { settled: { state: 'no_public_url', reason: NO_PUBLIC_URL } };
  const deliveryUrl = deliveryUrlOf(publicUrl, store);
  const whyNot = format.whyNotThere(deliveryUrl, surroundings, store.address);
  if (whyNot !== null) return refused(whyNot);
  const signing = await signingOf(dependencies, format, turn);
  if (signing === null) return refused(format.whyNoSecret ?? NO_SECRET);

  const { topics: known, deliveryUrl: before } = registration;
  const listed = await inTime(registrar.list(signal), signal);
  if (isProblem(listed)) {
    const state = known.some((each) => each.state === 'registered') ? registration.state : 'refused';
    return { settled: { state, reason: listed.detail, next: 'troubled' }, isFailed: true };
  }
  if (listed.kind === 'refused') {
    const topics = format.topics.map((topic) => unseen(topic, registration));
    return { settled: { state: 'by_hand', reason: listed.detail, deliveryUrl, topics } };
  }

  const formerUrl = before === deliveryUrl ? null : before;
  const byHand = registration.state === 'by_hand';
  const takesFormer = registration.sealedFormerSecret !== null;
  const wanted = { topics: format.topics, deliveryUrl, formerUrl, secretSince: signing.since, takesFormer, byHand };
  const plan = planRegistration({ listed: listed.webhooks, known, lookedAt: registration.lookedBefore }, wanted);
  const now = signing.now.toISOString();
  // Each refusal is a 401, which firewalls of shops count.
  const readOnly = byHand && !registration.isFirstOfDay ? registration.reason : null;
  const carrying = { deliveryUrl, secret: signing.secret, known, readOnly, now, signal };
  const done = await carryOutRegistration(registrar, plan, carrying);
  return {
    settled: {
      ...toldOf(done, registration),
      topics: done.topics,
      // The next look has to know the former address, too, until nothing of ours sends there.
      deliveryUrl: formerUrl !== null && isToBeContinued(done) ? formerUrl : deliveryUrl,
      next: done.ended?.by === 'problem' ? 'troubled' : 'settled',
    },
    made: done.made,
    isLost: plan.topics.some((topic) => topic.isLost),
    isFailed: done.ended?.by === 'problem',
  };
}

const refused = (reason: string): Came => ({ settled: { state: 'refused', reason } });

const isToBeContinued = ({ ended }: CarriedOut): boolean => ended !== null && ended.by !== 'read_only';

interface Signing {
  secret: string;
  /** Of a secret of ours: what was made before signs with another one. */
  since: Date | null;
  /** By the database's clock, and not before `since`. */
  now: Date;
}

/** null: the platform signs with one of the store's credentials, and it is not among them. */
async function signingOf(
  { database, sealer }: LookDependencies,
  format: WebhookFormat<unknown, unknown>,
  { credentials, registration }: RegistrationTurn,
): Promise<Signing | null> {
  const { tenantId, storeId, secretSince, now } = registration;
  if (format.signingSecret !== undefined) {
    const secret = format.signingSecret(credentials);
    return secret === null ? null : { secret, since: null, now };
  }
  const { current } = webhookSecretsOf(sealer, registration);
  if (current !== null) return { secret: current, since: secretSince, now };
  // Kept before the store is told of it: what it signs can be checked, whatever becomes of this look.
  // Where somebody was shown one meanwhile, this look is overtaken.
  const made = await database.withTenant(tenantId, (sql) => rotateSecret(sql, sealer, storeId, { onlyFirst: true }));
  return made === null ? null : { secret: made.secret, since: made.since, now: made.since };
}

/** The key may not even list them. */
function unseen(topic: string, { topics, now }: Registration): WebhookTopic {
  const before = topics.find((each) => each.topic === topic);
  const since = before?.state === 'missing' ? before.since : now.toISOString();
  return { topic, state: 'missing', since, reason: 'the key may not see whether it is there' };
}
