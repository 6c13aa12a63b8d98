import { z } from 'zod';
import { SCOPES } from '../../model/scopes';
import type { NewApiKey } from '../../tenants/api-keys';
import type { Tenant } from '../../tenants/tenant';
import { Id, Moment } from './fields';
import { ExpiresAt } from './key';

export const Scopes = z.array(z.enum(SCOPES)).min(1, 'name at least one scope');

export const TenantBody = z
  .strictObject({
    id: Id,
    name: z.string(),
    slug: z.string(),
    is_active: z.boolean(),
    created_at: Moment,
    deletion_asked_at: Moment.nullable().meta({ description: 'Since when it is being deleted; null: it is not' }),
  })
  .meta({ id: 'Tenant' });

export const tenantBody = ({ id, name, slug, isActive, createdAt, deletionAskedAt }: Tenant) => ({
  id,
  name,
  slug,
  is_active: isActive,
  created_at: createdAt,
  deletion_asked_at: deletionAskedAt,
});

export const NewKeyBody = z
  .strictObject({
    id: Id,
    key: z.string().meta({ description: 'Shown this once: only its hash is kept' }),
    name: z.string(),
    scopes: Scopes,
    expires_at: ExpiresAt,
  })
  .meta({ id: 'NewApiKey' });

export const newKeyBody = ({ expiresAt, ...key }: NewApiKey) => ({ ...key, expires_at: expiresAt });
