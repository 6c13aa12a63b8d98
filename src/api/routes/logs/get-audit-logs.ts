import { z } from 'zod';
import { AUDIT_OUTCOMES } from '../../../database/tables/logs';
import { listAllAuditLogs, listAuditLogs } from '../../../logs/list-audit-logs';
import { ofTenants } from '../../actions/of-tenants';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { readRoute } from '../../http/read-route';
import { Id, Moment, OF_TENANT } from '../../schemas/fields';

const AuditLog = z
  .strictObject({
    id: Id,
    at: Moment,
    action: z.string(),
    actor: z.strictObject({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
    address: z
      .string()
      .nullable()
      .meta({ description: 'Of the client. null for a program, and for tenants where an operator acted' }),
    request_id: Id.nullable().meta({ description: 'As X-Request-Id of the answer, and in the logs' }),
    outcome: z
      .enum(AUDIT_OUTCOMES)
      .nullable()
      .meta({ description: 'null: it was asked for, and what came of it is not known (yet)' }),
    outcome_at: Moment.nullable(),
    metadata: z.record(z.string(), z.unknown()),
    ...OF_TENANT,
  })
  .meta({ id: 'AuditLog' });

export const getAuditLogs = readRoute({
  path: '/v1/audit-logs',
  operationId: 'listAuditLogs',
  who: 'integrations:view',
  summary: 'List who did what, newest first',
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(AuditLog) },

  read: (sql, { query }) => answerPage(query, ['audit-logs', sql.tenantId], (page) => listAuditLogs(sql, page)),

  overAll: ({ database }, { query: { tenant_id: tenantId = null, ...query } }) =>
    answerPage(query, ['audit-logs of all tenants', tenantId], (page) =>
      database.readSystem(async (sql) => {
        const { items, next } = await listAllAuditLogs(sql, { tenantId, ...page });
        const logs = items.map(({ tenant_id, ...item }) => ({ tenantId: tenant_id, item }));
        return { items: await ofTenants(sql, logs), next };
      }),
    ),
});
