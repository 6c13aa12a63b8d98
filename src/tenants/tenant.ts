import { getTableColumns } from 'drizzle-orm';
import { columnList } from '../database/sql';
import { tenants } from '../database/tables/tenancy';

export type Tenant = typeof tenants.$inferSelect;

export const TENANT_LIST = columnList(getTableColumns(tenants));
