import type { Database } from '../../database/database';
import { isTenantClosed } from '../../database/postgres-error';
import { SealError, type Sealer } from '../../stores/sealed-credentials';
import { openAddress, sealAddress } from './address';
import { ofOwner } from './owned';

export interface ResealedChannels {
  resealed: number;
  /** Why, by channel: a key that is not ours, or damage. */
  unreadable: { channelId: string; why: string }[];
}

/** Seals the addresses of channels that older keys sealed with the first key. May be repeated and killed at any time. */
export async function resealChannels(database: Database, sealer: Sealer): Promise<ResealedChannels> {
  const done: ResealedChannels = { resealed: 0, unreadable: [] };
  const { rows } = await database.withSystem(
    (sql) => sql<{ channelId: string; tenantId: string | null }>`
      select id as "channelId", tenant_id as "tenantId" from alert_channels
       where encode(substring(sealed from 1 for 8), 'escape') <> ${sealer.keyIds[0]}::text
       order by id`,
  );
  for (const channel of rows) {
    try {
      if (await reseal(database, sealer, channel)) done.resealed++;
    } catch (error) {
      // Its rows go, the sealed address with them.
      if (isTenantClosed(error)) continue;
      if (!(error instanceof SealError)) throw error;
      done.unreadable.push({ channelId: channel.channelId, why: error.message });
    }
  }
  return done;
}

/** What is read under the lock is what is written. */
function reseal(
  database: Database,
  sealer: Sealer,
  channel: { channelId: string; tenantId: string | null },
): Promise<boolean> {
  return ofOwner(database, channel.tenantId, async (sql) => {
    const { rows } = await sql<{ sealed: Buffer }>`
      select sealed from alert_channels where id = ${channel.channelId}::uuid for update`;
    const [row] = rows;
    if (row === undefined) return false;
    const sealed = sealAddress(sealer, channel, openAddress(sealer, channel, row.sealed));
    await sql`update alert_channels set sealed = ${sealed}::bytea where id = ${channel.channelId}::uuid`;
    return true;
  });
}
