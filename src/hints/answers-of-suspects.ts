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

/**
 * What became of those that the run asked about and tried to switch off. Of one that is alive the answer is merged, unless it
 * could not be read.
 */
export async function answersOfSuspects(
  sql: TenantSql,
  run: RunReference,
  externalIds: readonly string[],
): Promise<Map<string, ProductAnswer>> {
  const { rows } = await sql<{ external_id: string; state: MissingState; is_set_aside: boolean }>`
    select missed.external_id, missed.state,
           exists (select from rejected_products aside
                    where aside.tenant_id = ${run.tenantId}::uuid and aside.store_id = ${run.storeId}::uuid
                      and aside.external_id = missed.external_id and aside.closed_at is null) as is_set_aside
      from missing_products missed
     where missed.tenant_id = ${run.tenantId}::uuid and missed.run_id = ${run.id}::uuid
       and missed.external_id = any(${externalIds}::text[])`;
  return new Map(
    rows.flatMap(({ external_id, state, is_set_aside: isSetAside }) => {
      const kind = isSetAside && state === 'alive' ? 'set_aside' : ANSWER_OF[state];
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
