import type { Database } from '../database/database';
import { isTenantClosed } from '../database/postgres-error';
import type { SystemSql, TenantSql } from '../database/sql';
import type { Sealer } from '../stores/sealed-credentials';
import { resealAnswers } from '../tenants/repeating/reseal-answers';
import { tenantIds } from './tenant-ids';

/** Seals anew what is kept for an `Idempotency-Key`, of operators and of each tenant in its scope (I9). Answers how many. */
export async function resealAllAnswers(database: Database, sealer: Sealer): Promise<number> {
  const reseal = (sql: SystemSql | TenantSql) => resealAnswers(sql, sealer);
  let resealed = await inLots(() => database.withSystem(reseal));
  for await (const tenantId of tenantIds(database)) {
    resealed += await inLots(() => ofOpenTenant(() => database.withTenant(tenantId, reseal)));
  }
  return resealed;
}

async function inLots(resealLot: () => Promise<number>): Promise<number> {
  let resealed = 0;
  for (let lot = -1; lot !== 0; resealed += lot) lot = await resealLot();
  return resealed;
}

/** Of one that is being deleted everything goes. */
async function ofOpenTenant(reseal: () => Promise<number>): Promise<number> {
  try {
    return await reseal();
  } catch (error) {
    if (isTenantClosed(error)) return 0;
    throw error;
  }
}
