import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { exportTenant } from '../../../tenants/export/export-tenant';
import { readTenant } from '../../../tenants/read-tenant';
import { notThere } from '../../actions/not-there';
import { streamed } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { route } from '../../http/route';
import { Id } from '../../schemas/fields';

const NDJSON = 'application/x-ndjson';

export const getTenantExport = route({
  method: 'get',
  path: '/v1/tenants/:id/export',
  operationId: 'exportTenant',
  who: 'operator',
  summary: 'Export all that is kept of a tenant',
  description:
    'A line for each thing, `{"kind": …, "item": {…}}`: `tenant`, `api_key` (never its hash), `store` (never its credentials), `collection`, `product` with its variants, `change`, `run`, `missing_product`, `rejected_product`, `difference`, `webhook_event`, `webhook_log`, `audit_log`, and last `{"kind": "end", "counts": {…}}` by kind: without that line it is not whole. It is read piece by piece and is no snapshot: what comes or goes meanwhile may be in it or not.',
  params: z.strictObject({ id: Id }),
  audits: ['tenant_exported'],
  answers: { 200: z.string().meta({ description: 'A JSON object a line' }) },
  mediaType: NDJSON,
  problems: ['conflict'],

  async handle({ caller, params, services }) {
    const { database } = services;
    const tenantId = params.id.toLowerCase();
    const tenant = await database.readTenant(tenantId, readTenant);
    if (tenant === null || tenant.deletionAskedAt !== null)
      return database.withSystem((sql) => notThere(sql, tenantId));
    await database.withTenant(tenantId, (sql) =>
      writeAuditLog(sql, { tenantId, action: 'tenant_exported', actor: actorOf(caller), metadata: {} }),
    );
    return streamed(NDJSON, exportTenant(database, tenant));
  },
});
