import type { Platform } from '../model/platform';
import type { StoreStatus } from '../model/store-status';
import { StoreSettings } from './store-settings';

/** A connected store without its credentials: they are read by `openStoreAccess` only (I8). */
export interface Store {
  id: string;
  tenantId: string;
  platform: Platform;
  name: string;
  address: string;
  credentialsVersion: number;
  identity: string;
  currency: string;
  productCount: number;
  settings: StoreSettings;
  status: StoreStatus;
  statusDetail: string | null;
  currentRun: string | null;
  /** How long the store asked to be left alone from now on, and its words. */
  hold: { forMs: number; why: string | null };
  createdAt: Date;
  updatedAt: Date;
}

/** A row of `stores`, as `select *` answers it. */
export interface StoreRow {
  id: string;
  tenant_id: string;
  platform: Platform;
  name: string;
  address: string;
  sealed_credentials: Buffer | null;
  credentials_version: number;
  identity: string;
  currency: string;
  product_count: number;
  settings: unknown;
  status: StoreStatus;
  status_detail: string | null;
  current_run: string | null;
  held_until: Date | null;
  held_why: string | null;
  created_at: Date;
  updated_at: Date;
}

export function storeOf(row: StoreRow): Store {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    platform: row.platform,
    name: row.name,
    address: row.address,
    credentialsVersion: row.credentials_version,
    identity: row.identity,
    currency: row.currency,
    productCount: row.product_count,
    settings: StoreSettings.parse(row.settings),
    status: row.status,
    statusDetail: row.status_detail,
    currentRun: row.current_run,
    hold: { forMs: Math.max(0, (row.held_until?.getTime() ?? 0) - Date.now()), why: row.held_why },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
