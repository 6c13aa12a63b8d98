import type { InferSelectModel } from 'drizzle-orm';
import type { Sql } from '../../database/sql';
import { columnList } from '../../database/sql';
import { alertChannels } from '../../database/tables/alert-channels';

const { sealed: _, ...shown } = { ...alertChannels };
const COLUMNS = columnList({
  id: shown.id,
  tenantId: shown.tenantId,
  kind: shown.kind,
  shown: shown.shown,
  kinds: shown.kinds,
  quietHours: shown.quietHours,
  timeZone: shown.timeZone,
  confirmedAt: shown.confirmedAt,
  failedTries: shown.failedTries,
  createdAt: shown.createdAt,
});

/** A channel without its address. */
export type Channel = Pick<
  InferSelectModel<typeof alertChannels>,
  | 'id'
  | 'tenantId'
  | 'kind'
  | 'shown'
  | 'kinds'
  | 'quietHours'
  | 'timeZone'
  | 'confirmedAt'
  | 'failedTries'
  | 'createdAt'
>;

/** One owner's, oldest first: there are a few. */
export async function listChannels(sql: Sql, tenantId: string | null): Promise<Channel[]> {
  const { rows } = await sql<Channel>`
    select ${COLUMNS} from alert_channels
     where tenant_id is not distinct from ${tenantId}::uuid
     order by created_at, id`;
  return rows;
}

export async function readChannel(sql: Sql, tenantId: string | null, id: string): Promise<Channel | null> {
  const { rows } = await sql<Channel>`
    select ${COLUMNS} from alert_channels
     where id = ${id}::uuid and tenant_id is not distinct from ${tenantId}::uuid`;
  return rows[0] ?? null;
}
