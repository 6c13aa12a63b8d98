import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { createTenant } from '../../../tenants/create-tenant';
import { SLUG, SLUG_MAX_LENGTH } from '../../../tenants/slug';
import { created } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { problem } from '../../http/problem';
import { route } from '../../http/route';
import { Name } from '../../schemas/fields';
import { NewKeyBody, newKeyBody, TenantBody, tenantBody } from '../../schemas/tenant';

const Slug = z
  .string()
  .max(SLUG_MAX_LENGTH, `must have at most ${SLUG_MAX_LENGTH} characters`)
  .regex(SLUG, 'must be of a-z, 0-9 and single hyphens between them');

export const postTenant = route({
  method: 'post',
  path: '/v1/tenants',
  operationId: 'createTenant',
  who: 'operator',
  summary: 'Create a tenant',
  description: 'With a first key that has all scopes. Without a slug, one is made from the name.',
  body: z.strictObject({ name: Name, slug: Slug.optional() }),
  idempotent: true,
  audits: ['tenant_created'],
  answers: { 201: z.strictObject({ ...TenantBody.shape, api_key: NewKeyBody }) },
  problems: ['conflict'],

  async handle({ caller, body, services, remember }) {
    return services.database.withSystem(async (sql) => {
      const made = await createTenant(sql, body);
      if (made.kind === 'slug_taken') {
        return problem('conflict', `The slug ${body.slug} is taken: choose another one, or leave it out.`);
      }
      const { tenant, apiKey } = made;
      await writeAuditLog(sql, {
        tenantId: tenant.id,
        action: 'tenant_created',
        actor: actorOf(caller),
        metadata: { slug: tenant.slug },
      });
      return remember(sql, created({ ...tenantBody(tenant), api_key: newKeyBody(apiKey) }));
    });
  },
});
