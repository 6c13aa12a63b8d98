import type { Sql } from '../../database/sql';
import { FIRST, isTheirs, NAMED_STORE, type NamedStore, type OfWhom } from './of-whom';

/**
 * Why a store's webhooks are in trouble. `refused`: the store does not let us make them. `topics`: it lacks some of ours, or
 * takes them not. `wrong_signatures`: its last delivery was not rightly signed. `hints_wait`: what it told waits for longer
 * than 5 minutes.
 */
export const WEBHOOK_TROUBLES = ['refused', 'topics', 'wrong_signatures', 'hints_wait'] as const;

export interface WebhooksInTrouble {
  count: number;
  items: (NamedStore & { troubles: (typeof WEBHOOK_TROUBLES)[number][]; reason: string | null })[];
}

type Row = WebhooksInTrouble['items'][number] & { count: number };

/** Of active stores that nobody paused. */
export async function webhooksInTrouble(sql: Sql, of: OfWhom): Promise<WebhooksInTrouble> {
  const { rows } = await sql<Row>`
    select ${NAMED_STORE}, w.troubles, w.reason, count(*) over () as count
      from (select *, array_remove(array[
                     case when state = 'refused' then 'refused' end,
                     case when topics @> '[{"state": "missing"}]' or topics @> '[{"state": "refused"}]' then 'topics' end,
                     case when wrong_signature_at > greatest(now() - interval '1 day', last_received_at) then 'wrong_signatures' end,
                     case when hints_since < now() - interval '5 minutes' then 'hints_wait' end], null) as troubles
              from store_webhooks
             where state <> 'off' and ${isTheirs(of)}) w
      join stores s on s.tenant_id = w.tenant_id and s.id = w.store_id and s.status = 'active' and s.paused_at is null
     where w.troubles <> '{}'
     order by s.name, s.id
     limit ${FIRST}::int`;
  return { count: rows[0]?.count ?? 0, items: rows.map(({ count: _, ...item }) => item) };
}
