export interface Tenant {
  id: string;
  name: string;
  slug: string;
  isActive: boolean;
  createdAt: Date;
}

export interface TenantRow {
  id: string;
  name: string;
  slug: string;
  is_active: boolean;
  created_at: Date;
}

export function tenantOf(row: TenantRow): Tenant {
  return { id: row.id, name: row.name, slug: row.slug, isActive: row.is_active, createdAt: row.created_at };
}
