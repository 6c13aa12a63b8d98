import type { TenantSql } from '../../database/sql';
import type { MissingState } from '../../model/missing-state';
import type { RunReference } from '../../model/run-reference';
import type { MissingAnswer } from '../../platforms/store-platform';

const STATE_OF = { alive: 'alive', gone: 'confirmed', unclear: 'unclear' } as const satisfies Record<
  MissingAnswer['answer'],
  MissingState
>;

/**
 * Keeps the store's own word about each suspect, and the observation of the request that brought it (I1, I12). An attempt
 * that hung and answers late changes nothing any more.
 */
export async function noteMissingAnswers(
  sql: TenantSql,
  run: RunReference,
  answers: readonly MissingAnswer[],
  observation: number,
): Promise<void> {
  await sql`
    update missing_products m
       set state = a.state, evidence = a.evidence, detail = a.detail, observation = ${observation}::bigint, checked_at = now()
      from unnest(
             ${answers.map((each) => each.external_id)}::text[],
             ${answers.map((each) => STATE_OF[each.answer])}::text[],
             ${answers.map((each) => (each.answer === 'gone' ? JSON.stringify(each.evidence) : null))}::jsonb[],
             ${answers.map((each) => (each.answer === 'unclear' ? each.detail : null))}::text[]
           ) a(external_id, state, evidence, detail)
     where m.tenant_id = ${run.tenantId}::uuid and m.run_id = ${run.id}::uuid and m.external_id = a.external_id
       and m.external_id = any(${answers.map((each) => each.external_id)}::text[])
       and m.state = 'suspect'`;
}
