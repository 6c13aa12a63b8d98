import type { TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';
import { writeDifferences } from '../differences/run-differences';
import { takenBack } from '../differences/taken-back';
import type { MergeOutcome } from './merge-page';

/**
 * A dry run goes the way of every merge, through the same statements, behind a savepoint: what they logged as changes
 * becomes the run's differences, and all of it is rolled back. Only the manifest row stays, with observation 0: a
 * difference was seen and not written, so for I12 this was no look at the product at all.
 */
export async function mergeDry(
  sql: TenantSql,
  run: RunReference,
  { batchId, page }: { batchId: string; page: number },
  merge: () => Promise<MergeOutcome>,
): Promise<MergeOutcome> {
  const { outcome, differences, manifest } = await takenBack(sql, run, async (logged) => {
    const merged = await merge();
    const logs = await logged();
    const { rows } = await sql<{ manifest: unknown }>`
      select to_jsonb(sync_pages) || '{"observation": 0}' as manifest from sync_pages
       where tenant_id = ${run.tenantId}::uuid and run_id = ${run.id}::uuid
         and batch_id = ${batchId}::uuid and page = ${page}::int`;
    return { outcome: merged, differences: logs, manifest: rows[0]?.manifest };
  });
  if (outcome.kind !== 'merged') return outcome;

  await writeDifferences(sql, run.id, differences);
  await sql`
    insert into sync_pages
    select * from jsonb_populate_record(null::sync_pages, ${JSON.stringify(manifest)}::jsonb)`;
  return outcome;
}
