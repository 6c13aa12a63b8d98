import type { TenantSql } from '../database/sql';
import type { MissingState } from '../model/missing-state';
import type { RunReference } from '../model/run-reference';
import type { ProductAnswer } from './verdicts';

const ANSWER_OF = {
  suspect: 'unclear',
  unclear: 'unclear',
  confirmed: 'held',
  kept: 'kept',
  deactivated: 'gone',
  alive: null,
  observed_later: null,
} as const satisfies Record<MissingState, ProductAnswer['kind'] | null>;

/** What became of those that the run asked about and tried to switch off. Of one that is alive the answer is merged. */
export async function answersOfSuspects(
  sql: TenantSql,
  run: RunReference,
  externalIds: readonly string[],
): Promise<Map<string, ProductAnswer>> {
  const { rows } = await sql<{ external_id: string; state: MissingState }>`
    select external_id, state from missing_products
     where tenant_id = ${run.tenantId}::uuid and run_id = ${run.id}::uuid and external_id = any(${externalIds}::text[])`;
  return new Map(
    rows.flatMap(({ external_id, state }) => {
      const kind = ANSWER_OF[state];
      return kind === null ? [] : [[external_id, { kind }]];
    }),
  );
}

/** Those of the ids that the catalogue shows as active. */
export async function activeAmong(
  sql: TenantSql,
  run: RunReference,
  externalIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ external_id: string }>`
    select external_id from products
     where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid and is_active
       and external_id = any(${externalIds}::text[])`;
  return rows.map((row) => row.external_id);
}
