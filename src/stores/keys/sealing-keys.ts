import { type SystemSql, sqlPart } from '../../database/sql';
import type { Sealer } from '../sealed-credentials';

export interface SealedBy {
  /** Stores of which the key seals something that is the first now. */
  current: number;
  /** By keys behind the first: `npm run reseal` seals them anew. */
  older: number;
  /** By keys that are none of ours, by the key's id: nothing of these stores can be read. */
  unknown: Record<string, number>;
}

/** Which keys seal something of which store or event endpoint: the key's id stands in front of what it sealed, and is no secret. */
export const SEALING_KEYS = sqlPart`
  select id, tenant_id, sealing_key from stores where sealing_key is not null
   union all
  select store_id, tenant_id, encode(substring(sealed from 1 for 8), 'escape')
    from store_webhooks cross join lateral (values (sealed_secret), (sealed_former_secret)) each (sealed)
   where sealed is not null
   union all
  select id, tenant_id, encode(substring(sealed from 1 for 8), 'escape')
    from event_endpoints cross join lateral (values (sealed_secret), (sealed_former_secret)) each (sealed)
   where sealed is not null`;

/** The same with the addresses of alert channels. */
const ALL_SEALING_KEYS = sqlPart`
  ${SEALING_KEYS}
   union all
  select id, tenant_id, encode(substring(sealed from 1 for 8), 'escape') from alert_channels`;

/** How many stores and alert channels each key seals something of. */
export async function countSealedBy(sql: SystemSql, { keyIds }: Pick<Sealer, 'keyIds'>): Promise<SealedBy> {
  const { rows } = await sql<{ keyId: string; stores: number }>`
    select sealing_key as "keyId", count(distinct id) as stores
      from (${ALL_SEALING_KEYS}) sealed
     group by 1
     order by 1`;
  const sealed: SealedBy = { current: 0, older: 0, unknown: {} };
  for (const { keyId, stores } of rows) {
    if (keyId === keyIds[0]) sealed.current = stores;
    else if (keyIds.includes(keyId)) sealed.older += stores;
    else sealed.unknown[keyId] = stores;
  }
  return sealed;
}

/** How many stores cannot be read. */
export const unreadableStores = ({ unknown }: SealedBy): number =>
  Object.values(unknown).reduce((sum, stores) => sum + stores, 0);

/** What somebody should know of a start with these keys; null when every store can be read. */
export function aboutUnknownKeys({ unknown }: SealedBy): string | null {
  const keys = Object.entries(unknown).map(([keyId, stores]) => `${keyId} (${stores} stores)`);
  if (keys.length === 0) return null;
  return `CREDENTIALS_KEY lacks keys that stores' credentials are sealed with: ${keys.join(', ')}. Their runs fail until the key stands behind the first one, or the stores are connected again`;
}
