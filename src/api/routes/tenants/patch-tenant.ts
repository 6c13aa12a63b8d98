import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { patchTenant as changeTenant } from '../../../tenants/patch-tenant';
import { notThere } from '../../actions/not-there';
import { ok } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { route } from '../../http/route';
import { Id, Name } from '../../schemas/fields';
import { TenantBody, tenantBody } from '../../schemas/tenant';

export const patchTenant = route({
  method: 'patch',
  path: '/v1/tenants/:id',
  operationId: 'updateTenant',
  who: 'operator',
  summary: 'Rename a tenant, or switch it off and on',
  description: "An inactive tenant's keys get 403, its stores are not swept, and its running runs end normally.",
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ name: Name.optional(), is_active: z.boolean().optional() }),
  audits: ['tenant_updated'],
  answers: { 200: TenantBody },
  problems: ['conflict'],

  async handle({ caller, params, body, services }) {
    const tenant = await services.database.withSystem(async (sql) => {
      const changed = await changeTenant(sql, params.id, { name: body.name, isActive: body.is_active });
      if (changed) {
        const metadata = { changed: Object.keys(body), is_active: changed.isActive };
        await writeAuditLog(sql, { tenantId: changed.id, action: 'tenant_updated', actor: actorOf(caller), metadata });
      }
      return changed;
    });
    return tenant ? ok(tenantBody(tenant)) : services.database.withSystem((sql) => notThere(sql, params.id));
  },
});
