import type { Logger } from 'pino';
import { isTenantClosed } from '../../database/postgres-error';
import { isUuid } from '../../database/uuid';
import type { RefreshHintsInput } from '../../model/workflow-inputs';
import { platforms } from '../../platforms/platforms';
import type { ReadDelivery, WebhookDelivery } from '../../platforms/webhooks';
import { faultPoint } from '../../process/fault-points';
import { joinedDoorbell } from '../../process/joined-doorbell';
import { bringIncrementalForward } from '../../stores/due/bring-incremental-forward';
import { countDeliveries } from '../../stores/webhooks/count-deliveries';
import { type StoredDelivery, storeDelivery } from '../../stores/webhooks/deliveries';
import { keepEnteredByHand, noteTopicBroken, noteUninstallTold, wantLook } from '../../stores/webhooks/note-told';
import { findReceivingRows, type ReceivingStore, receivingStoreOf } from '../../stores/webhooks/receiving-store';
import { noteOwnFailure } from '../../stores/webhooks/registration';
import { ringDoorbell } from '../../temporal/ring-doorbell';
import { tellBulkFinished } from '../../temporal/tell-bulk-finished';
import { type Answer, ok } from '../http/answer';
import { problem, statusOf } from '../http/problem';
import type { ApiServices } from '../http/services';
import { askTogether } from '../limits/ask-together';
import { deliveryCounts } from './delivery-counts';
import { inboxRowOf } from './inbox-row';
import { knownStores } from './known-stores';
import { looksLater } from './looks-later';
import { ownFailures } from './own-failures';
import { signerOf } from './signer-of';
import { toldLately } from './told-lately';
import { unreadableSecrets } from './unreadable-secrets';

/** Takes in what stores send: whose it is, whether they signed it, a row of the inbox. */
export interface WebhookReceiver {
  /** `read` is called for the body of a store that there is. */
  receive(sent: Sent, read: ReadBody): Promise<Answer>;
  stop(): Promise<void>;
}

interface Sent {
  platform: string;
  storeId: string;
  headers: WebhookDelivery['headers'];
  log: Logger;
}

type ReadBody = (work: (body: Buffer) => Promise<Answer>) => Promise<Answer>;

/** WooCommerce takes nothing else than this very 200 for an answer to its ping. */
const RECEIVED = ok(undefined);
/** The same for one that never was, is another platform's, or was disconnected. */
const NO_STORE = problem('not_found', 'No store delivers here.');
const NOT_SIGNED = problem('unauthenticated', 'The delivery is not signed with the secret of this store.');
const UNREADABLE = problem(
  'secret_unreadable',
  'The secret of this store cannot be read here: add the key that it was sealed with to CREDENTIALS_KEY, or connect the store again.',
  { headers: { 'Retry-After': '60' } },
);

/** Whoever has one signed body can say so under this topic, again and again. */
const TOLD_ONCE: ReadonlySet<ReadDelivery['kind']> = new Set(['uninstalled', 'access_changed', 'bulk_finished']);

export function webhookReceiver(services: Omit<ApiServices, 'surroundings' | 'operatorKey'>): WebhookReceiver {
  const { database, temporal, sealer, log } = services;
  const findRow = askTogether(async (storeIds: readonly string[]) => {
    const rows = await database.readSystem((sql) => findReceivingRows(sql, storeIds));
    const byId = new Map(rows.map((row) => [row.storeId, row]));
    return storeIds.map((storeId) => byId.get(storeId) ?? null);
  });
  const tellUnreadable = unreadableSecrets(log);
  const stores = knownStores({
    async ask(storeId) {
      const row = await findRow(storeId);
      if (row === null) return null;
      const store = await receivingStoreOf({ database, sealer, platforms }, row);
      tellUnreadable(store);
      return store;
    },
  });
  const counts = deliveryCounts({
    write: (tenantId, some) => database.withTenant(tenantId, (sql) => countDeliveries(sql, some)),
    log,
  });
  const failures = ownFailures({
    find: (storeIds) => database.readSystem((sql) => findReceivingRows(sql, storeIds)),
    write: ({ tenantId, storeId }) =>
      database.withTenant(tenantId, async (sql) => {
        await noteOwnFailure(sql, storeId);
        // WooCommerce never sends it again: what it told of is found by asking.
        await bringIncrementalForward(sql, storeId, { minutesApart: 10 });
      }),
  });
  const looks = looksLater({
    want: ({ tenantId, storeId }) => database.withTenant(tenantId, (sql) => wantLook(sql, storeId)),
    failed: ({ storeId }) => failures.note(storeId, true),
  });
  const lately = toldLately();
  const doorbell = joinedDoorbell({
    ring: (store: RefreshHintsInput) => ringDoorbell(temporal, store),
    keyOf: (store) => store.storeId,
    words: { of: 'what stores send', waits: 'what came waits in the inbox' },
    log,
  });

  /** What fails here, or is answered with a 5xx, is news that may never come again. */
  async function receive({ storeId: named, ...sent }: Sent, read: ReadBody): Promise<Answer> {
    const storeId = named.toLowerCase();
    if (!isUuid(storeId)) return NO_STORE;
    const note = () => failures.note(storeId, stores.isKnown(storeId));
    try {
      const answer = await answerTo({ ...sent, storeId }, read);
      if (answer.kind === 'problem' && statusOf(answer.code) >= 500) note();
      return answer;
    } catch (error) {
      note();
      throw error;
    }
  }

  async function answerTo({ platform, storeId, headers, log: ofRequest }: Sent, read: ReadBody): Promise<Answer> {
    const since = performance.now();
    const known = await stores.find(storeId);
    if (known === null || known.platform !== platform) return NO_STORE;
    const format = platforms[known.platform].webhooks;
    if (format === undefined) return NO_STORE;

    return read(async (body) => {
      const delivery = { headers, body };
      if (format.isPing?.(delivery)) return RECEIVED;
      const remembered = signerOf(format, delivery, known);
      if (remembered === null && known.unreadable.current !== null) return UNREADABLE;
      const signer = remembered ?? (await signerLookedUpAgain(delivery, known, since));
      if (signer === null) {
        counts.wronglySigned(known);
        return NOT_SIGNED;
      }
      counts.rightlySigned(signer.store, signer.by);
      const told = format.read(delivery);
      const once = TOLD_ONCE.has(told.kind) ? { storeId, topic: told.topic, body } : null;
      if (once !== null && lately.has(once)) return RECEIVED;
      const answer = await take(signer.store, told, ofRequest);
      if (once !== null && answer === RECEIVED) lately.add(once);
      return answer;
    });
  }

  /** The secret may have been exchanged since the store was looked up. */
  async function signerLookedUpAgain(delivery: WebhookDelivery, { storeId, platform }: ReceivingStore, since: number) {
    const now = await stores.lookAgain(storeId, since);
    const format = platforms[platform].webhooks;
    return now === null || format === undefined ? null : signerOf(format, delivery, now);
  }

  async function take(store: ReceivingStore, told: ReadDelivery, ofRequest: Logger): Promise<Answer> {
    const stored = await keep(store, told).catch((error) => {
      if (isTenantClosed(error)) return null;
      throw error;
    });
    if (stored === null) {
      stores.forget(store.storeId);
      return NO_STORE;
    }
    faultPoint('delivery-stored');
    const { tenantId, storeId, platform, storeName } = store;
    if (stored.isTakable) doorbell.ring({ tenantId, storeId, platform, storeName });
    if (told.kind === 'bulk_finished') {
      tellBulkFinished(temporal, store).catch((err) =>
        ofRequest.debug({ err }, 'no run was told that its file is ready'),
      );
    }
    return RECEIVED;
  }

  /** A hint costs one round trip. What else there is comes seldom, and is kept with what is made of it. */
  async function keep(store: ReceivingStore, told: ReadDelivery): Promise<StoredDelivery | null> {
    const { tenantId, storeId, isKept, brokenTopics } = store;
    const row = inboxRowOf(told);
    const isBroken = told.kind === 'broken';
    const isNewOfTopic = isBroken !== brokenTopics.has(told.topic) && (isBroken || told.kind === 'hint');
    if (isKept && told.kind === 'hint' && !isNewOfTopic) {
      return database.withTenantAtOnce(tenantId, (sql) => storeDelivery(sql, storeId, row));
    }
    if (!isKept || isNewOfTopic) stores.forget(storeId);
    let isLookLeft = false;
    const kept = await database.withTenant(tenantId, async (sql) => {
      if (!isKept) await keepEnteredByHand(sql, storeId);
      const stored = await storeDelivery(sql, storeId, row);
      if (stored === null) return null;
      if (told.kind === 'uninstalled') await noteUninstallTold(sql, storeId);
      if (told.kind === 'uninstalled' || told.kind === 'access_changed') isLookLeft = !(await wantLook(sql, storeId));
      if (isNewOfTopic) await noteTopicBroken(sql, storeId, told.topic, isBroken ? told.reason : null);
      return stored;
    });
    if (isLookLeft) looks.want(store);
    return kept;
  }

  return {
    receive,
    stop: async () => {
      looks.stop();
      await Promise.all([doorbell.stop(), counts.stop(), failures.stop()]);
    },
  };
}
