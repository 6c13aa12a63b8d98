import { columnList } from '../database/sql';
import { stores } from '../database/tables/stores';
import { type StoreStatus, storeStatus } from '../model/store-status';
import { Freshness } from './freshness/settings';
import { type ShortListing, type ShortRuns, shortListing } from './short-listing';
import { StoreSettings } from './store-settings';

/** What statements read of a store: not its credentials, which `openStoreAccess` alone reads (I8). */
export const STORE_COLUMNS = {
  id: stores.id,
  tenantId: stores.tenantId,
  platform: stores.platform,
  name: stores.name,
  address: stores.address,
  credentialsVersion: stores.credentialsVersion,
  identity: stores.identity,
  currency: stores.currency,
  productCount: stores.productCount,
  setAsideCount: stores.setAsideCount,
  settings: stores.settings,
  freshness: stores.freshness,
  webhooks: stores.webhooks,
  status: stores.status,
  statusDetail: stores.statusDetail,
  pausedAt: stores.pausedAt,
  currentRun: stores.currentRun,
  shortRuns: stores.shortRuns,
  shortRun: stores.shortRun,
  shortSince: stores.shortSince,
  shortWhy: stores.shortWhy,
  lastSuccessAt: stores.lastSuccessAt,
  lateAt: stores.lateAt,
  heldUntil: stores.heldUntil,
  heldWhy: stores.heldWhy,
  createdAt: stores.createdAt,
  updatedAt: stores.updatedAt,
};

/** The same for hand-written SQL. */
export const STORE_LIST = columnList(STORE_COLUMNS);

export type StoreRow = Pick<typeof stores.$inferSelect, keyof typeof STORE_COLUMNS>;

/** A connected store. */
export interface Store
  extends Omit<StoreRow, 'settings' | 'freshness' | 'status' | 'pausedAt' | 'heldUntil' | 'heldWhy' | keyof ShortRuns> {
  /** With every default filled in. */
  settings: StoreSettings;
  status: StoreStatus;
  freshness: Freshness;
  /** How long the store asked to be left alone from now on, and its words. */
  hold: { forMs: number; why: string | null };
  /** null unless its listing was short in several full runs in a row. */
  shortListing: ShortListing | null;
}

export function storeOf(row: StoreRow): Store {
  const { pausedAt: _, heldUntil, heldWhy, shortRuns, shortRun, shortSince, shortWhy, ...store } = row;
  const hold = { forMs: Math.max(0, (heldUntil?.getTime() ?? 0) - Date.now()), why: heldWhy };
  return {
    ...store,
    status: storeStatus(row),
    settings: StoreSettings.parse(row.settings),
    freshness: Freshness.parse(row.freshness),
    hold,
    shortListing: shortListing(row),
  };
}
