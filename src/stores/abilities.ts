import { z } from 'zod';
import type { TenantSql } from '../database/sql';
import { platforms } from '../platforms/platforms';
import type { StoreFacts } from '../platforms/store-platform';
import type { Store } from './store';

const Abilities = z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())]));

/** A shop is updated, an app is granted more. What is asked of them later is answered without asking the store. */
export async function noteAbilities(
  sql: TenantSql,
  storeId: string,
  abilities: StoreFacts['abilities'],
): Promise<void> {
  const text = JSON.stringify(abilities);
  await sql`
    update stores set abilities = ${text}::jsonb, updated_at = now()
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid and abilities <> ${text}::jsonb`;
}

/** For people: why the store cannot list one group of fields alone, by what it said of itself last; null where it can. */
export async function whyNotLean(
  sql: TenantSql,
  { id, platform }: Pick<Store, 'id' | 'platform'>,
): Promise<string | null> {
  const { displayName, whyNotLean: whyNot } = platforms[platform];
  if (whyNot === undefined) return `${displayName} has no listing of one group of fields`;
  const { rows } = await sql<{ abilities: unknown }>`
    select abilities from stores where tenant_id = ${sql.tenantId}::uuid and id = ${id}::uuid`;
  return whyNot(Abilities.safeParse(rows[0]?.abilities).data ?? {});
}
