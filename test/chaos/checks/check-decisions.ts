import type { Findings } from '../findings';
import { adminQuery } from '../world/admin-query';
import type { ChaosWorld } from '../world/start-world';

interface DecisionRow {
  seq: string;
  kind: 'deactivated' | 'reactivated';
  at: Date;
  store_id: string;
  external_id: string;
  run_id: string;
  run_started_at: Date;
}

/**
 * I1 against the shops' own journal: what a run switched off was not to be bought at some moment of that run, and what
 * it switched on again was. Answers how many were judged.
 */
export async function checkDecisions({ programs, stores }: ChaosWorld, findings: Findings): Promise<number> {
  const rows = await adminQuery<DecisionRow>(
    programs,
    `select change.seq, change.kind, change.at, change.store_id, product.external_id, change.run_id,
            run.started_at as run_started_at
       from product_changes change
       join products product on product.tenant_id = change.tenant_id and product.id = change.product_id
       join sync_runs run on run.tenant_id = change.tenant_id and run.id = change.run_id
      where change.kind in ('deactivated', 'reactivated')
      order by change.at`,
  );
  for (const { kind, at, store_id, external_id, run_started_at, ...row } of rows) {
    const store = stores.find(({ id }) => id === store_id);
    if (store?.shop.visibility.wasEver(kind === 'reactivated', external_id, run_started_at, at)) continue;
    const what = `${store?.name}: product ${external_id} was ${kind} by run ${row.run_id} (change ${row.seq})`;
    findings.report(`I1 ${what} though the shop never showed it so since ${run_started_at.toISOString()}`, at);
  }
  return rows.length;
}
