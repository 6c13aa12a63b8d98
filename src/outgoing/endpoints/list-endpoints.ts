import { type Page, type PageRequest, pageOfRows } from '../../database/page';
import type { TenantSql } from '../../database/sql';
import { ENDPOINT_COLUMNS, type Endpoint, type EndpointRow, endpointOf } from './endpoint';

/** A tenant's endpoints, newest first. */
export async function listEndpoints(sql: TenantSql, { limit, after }: PageRequest): Promise<Page<Endpoint>> {
  const [at = null, id = null] = after ?? [];
  const { rows } = await sql<EndpointRow & { at_exact: string }>`
    select ${ENDPOINT_COLUMNS}, created_at::text as at_exact
      from event_endpoints
     where tenant_id = ${sql.tenantId}::uuid
       and (${id}::uuid is null or (created_at, id) < (${at}::timestamptz, ${id}::uuid))
     order by created_at desc, id desc
     limit ${limit + 1}::int`;
  return pageOfRows(
    rows,
    limit,
    (row) => [row.at_exact, row.id],
    ({ at_exact: _, ...row }) => endpointOf(row),
  );
}

export async function readEndpoint(sql: TenantSql, id: string): Promise<Endpoint | null> {
  const { rows } = await sql<EndpointRow>`
    select ${ENDPOINT_COLUMNS} from event_endpoints
     where tenant_id = ${sql.tenantId}::uuid and id = ${id}::uuid`;
  return rows[0] === undefined ? null : endpointOf(rows[0]);
}
