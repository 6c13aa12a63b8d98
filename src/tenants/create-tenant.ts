import type { SystemSql } from '../database/sql';
import { SCOPES } from '../model/scopes';
import { createApiKey, type NewApiKey } from './api-keys';
import { freeSlug, slugOfName } from './slug';
import { TENANT_LIST, type Tenant } from './tenant';

export type CreatedTenant = { kind: 'created'; tenant: Tenant; apiKey: NewApiKey } | { kind: 'slug_taken' };

/** A tenant with its change counter and a first key of all scopes. Without a slug it gets one made from its name. */
export async function createTenant(
  sql: SystemSql,
  { name, slug }: { name: string; slug?: string | undefined },
): Promise<CreatedTenant> {
  const tenant = slug === undefined ? await insertUnderFreeSlug(sql, name) : await insertTenant(sql, name, slug);
  if (tenant === null) return { kind: 'slug_taken' };

  await sql`insert into change_counters (tenant_id) values (${tenant.id}::uuid)`;
  const apiKey = await createApiKey(sql, { tenantId: tenant.id, name: 'First key', scopes: SCOPES });
  if (apiKey === null) throw new Error(`tenant ${tenant.id} is gone right after it was created`);
  return { kind: 'created', tenant, apiKey };
}

/** Another transaction may take the free slug first: then it is seen as taken, and the next one is tried. */
async function insertUnderFreeSlug(sql: SystemSql, name: string): Promise<Tenant> {
  const slug = slugOfName(name);
  for (;;) {
    const tenant = await insertTenant(sql, name, freeSlug(slug, await slugsLike(sql, slug)));
    if (tenant !== null) return tenant;
  }
}

/** A suffix may have cut the slug short, hence the shorter beginning. */
async function slugsLike(sql: SystemSql, slug: string): Promise<Set<string>> {
  const { rows } = await sql<Pick<Tenant, 'slug'>>`
    select slug from tenants where starts_with(slug, ${slug.slice(0, 50)}::text)`;
  return new Set(rows.map((row) => row.slug));
}

async function insertTenant(sql: SystemSql, name: string, slug: string): Promise<Tenant | null> {
  const { rows } = await sql<Tenant>`
    insert into tenants (name, slug)
    values (${name}::text, ${slug}::text)
        on conflict (slug) do nothing
    returning ${TENANT_LIST}`;
  return rows[0] ?? null;
}
