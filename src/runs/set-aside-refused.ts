import type { TenantSql } from '../database/sql';
import type { RunReference } from './run-reference';

/**
 * Sets aside one product of a staged page that the database refused for a value: it joins the page's unreadable
 * products before the page's manifest row is written, with its canonical document as payload.
 */
export async function setAsideRefused(
  sql: TenantSql,
  run: RunReference,
  refused: { batchId: string; page: number; externalId: string; message: string },
): Promise<void> {
  await sql`
    update staged_pages staged
       set rejected = (staged.rejected::jsonb || (
             select jsonb_agg(jsonb_build_object(
                      'external_id', ${refused.externalId}::text, 'title', doc ->> 'title',
                      'reason', 'refused_by_database', 'path', '', 'message', ${refused.message}::text,
                      'payload', doc::text))
               from jsonb_array_elements(staged.docs::jsonb) doc
              where doc ->> 'external_id' = ${refused.externalId}::text))::text
     where tenant_id = ${run.tenantId}::uuid and batch_id = ${refused.batchId}::uuid and page = ${refused.page}::int`;
}
