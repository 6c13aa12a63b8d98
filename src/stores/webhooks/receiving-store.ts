import { and, eq } from 'drizzle-orm';
import { ZodError } from 'zod';
import type { SystemSql } from '../../database/sql';
import { stores } from '../../database/tables/stores';
import type { Platform } from '../../model/platform';
import type { WebhookTopic } from '../../model/webhooks/webhook-states';
import { type AccessDependencies, SEALED } from '../open-store-access';
import { SealError } from '../sealed-credentials';
import { type SealedSecrets, webhookSecretOf } from './webhook-secrets';

/** A connected store as its deliveries are received. */
export interface ReceivingStore {
  tenantId: string;
  storeId: string;
  platform: Platform;
  address: string;
  storeName: string;
  /** Of those that sign: the current one, and the one before. */
  secrets: { current: string | null; former: string | null };
  /** Why one that there is cannot be read; the current one, without which nothing may be signed rightly, or the former. */
  unreadable: { current: string | null; former: string | null };
  secretVersion: number;
  /** Whether `store_webhooks` has a row of it. */
  isKept: boolean;
  /** Topics whose deliveries were errors when it was last told. */
  brokenTopics: ReadonlySet<string>;
}

interface Row extends SealedSecrets, Omit<ReceivingStore, 'secrets' | 'unreadable' | 'brokenTopics'> {
  topics: WebhookTopic[];
}

/** Those of the ids that are connected stores; one statement, however many there are. */
export async function findReceivingRows(sql: SystemSql, storeIds: readonly string[]): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select s.tenant_id as "tenantId", s.id as "storeId", s.platform, s.address, s.name as "storeName",
           w.sealed_secret as "sealedSecret", w.sealed_former_secret as "sealedFormerSecret",
           coalesce(w.secret_version, 0) as "secretVersion", w.store_id is not null as "isKept",
           coalesce(w.topics, '[]') as topics
      from stores s
      left join store_webhooks w on w.tenant_id = s.tenant_id and w.store_id = s.id
     where s.id = any(${storeIds}::uuid[])
       and s.status <> 'disconnected'`;
  return rows;
}

/** A secret that cannot be read is none, and why is told: each delivery would ask anew for one that fails. */
export async function receivingStoreOf(dependencies: AccessDependencies, row: Row): Promise<ReceivingStore> {
  const { sealedSecret: _, sealedFormerSecret: __, topics, ...store } = row;
  const { sealer } = dependencies;
  const platforms = await platformsCredentials(dependencies, row);
  const current = opened(() => platforms?.() ?? webhookSecretOf(sealer, row, row.sealedSecret));
  const former = opened(() => webhookSecretOf(sealer, row, row.sealedFormerSecret));
  const broken = topics.filter(({ state, reason }) => state === 'refused' && reason !== undefined);
  return {
    ...store,
    secrets: { current: current.secret, former: former.secret },
    unreadable: { current: current.unreadable, former: former.unreadable },
    brokenTopics: new Set(broken.map(({ topic }) => topic)),
  };
}

function opened(read: () => string | null): { secret: string | null; unreadable: string | null } {
  try {
    return { secret: read(), unreadable: null };
  } catch (error) {
    if (error instanceof SealError) return { secret: null, unreadable: error.message };
    if (error instanceof ZodError)
      return { secret: null, unreadable: 'What was sealed is no secret: connect the store again' };
    throw error;
  }
}

/** Reads the secret where the platform signs by one of the store's credentials; else null. */
async function platformsCredentials(
  { database, sealer, platforms }: AccessDependencies,
  { platform, tenantId, storeId }: Row,
): Promise<(() => string | null) | null> {
  const { webhooks, keptCredentials } = platforms[platform];
  const signing = webhooks?.signingSecret;
  if (signing === undefined) return null;
  const [row] = await database.readTenant(tenantId, ({ db }) =>
    db
      .select({ sealed: SEALED })
      .from(stores)
      .where(and(eq(stores.tenantId, tenantId), eq(stores.id, storeId))),
  );
  const sealed = row?.sealed ?? null;
  if (sealed === null) return null;
  const owner = { tenantId, storeId, purpose: 'credentials' } as const;
  return () => signing(keptCredentials.parse(sealer.unseal(owner, sealed)));
}
