import { timingSafeEqual } from 'node:crypto';
import type { Database } from '../../database/database';
import { writeAuditLog } from '../../logs/audit-log';
import type { Sealer } from '../../stores/sealed-credentials';
import { openAddress } from './address';
import { lockChannel } from './lock-channel';
import { ofOwner } from './owned';

/** Whether the word is the one that an e-mail to this channel's address held. */
export async function knowsChannel(
  database: Database,
  sealer: Sealer,
  { id, word }: { id: string; word: string },
): Promise<{ tenantId: string | null } | null> {
  const { rows } = await database.withSystem(
    (sql) => sql<{ tenantId: string | null; sealed: Buffer }>`
      select tenant_id as "tenantId", sealed from alert_channels where id = ${id}::uuid and kind = 'email'`,
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { secret } = openAddress(sealer, { tenantId: row.tenantId, channelId: id }, row.sealed);
  const [given, known] = [Buffer.from(word), Buffer.from(secret)];
  return given.length === known.length && timingSafeEqual(given, known) ? { tenantId: row.tenantId } : null;
}

/** From now on the address is told of alerts. Repeating changes nothing. */
export async function confirmChannel(
  database: Database,
  { id, tenantId }: { id: string; tenantId: string | null },
  from: { address: string | null; requestId: string },
): Promise<void> {
  await ofOwner(database, tenantId, async (sql) => {
    await lockChannel(sql, id);
    const { rowCount } = await sql`
      update alert_channels set confirmed_at = now(), updated_at = now() where id = ${id}::uuid and confirmed_at is null`;
    if (rowCount !== 1) return;
    // What would ask once more waits up to an hour, and alerts would wait behind it.
    await sql`
      delete from alert_deliveries
       where tenant_id is not distinct from ${tenantId}::uuid and channel_id = ${id}::uuid
         and type = 'confirmation' and state = 'pending'`;
    await sql`
      update alert_channels c
         set due_at = (select now() from alert_deliveries d
                        where d.tenant_id is not distinct from ${tenantId}::uuid and d.channel_id = c.id and d.state = 'pending'
                        limit 1)
       where c.id = ${id}::uuid`;
    const actor = { kind: 'unknown', id: null, name: null, ...from };
    const entry = { tenantId, action: 'alert_channel_confirmed', actor, metadata: { channel_id: id } } as const;
    await writeAuditLog(sql, entry);
  });
}
