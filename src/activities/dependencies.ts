import type { Logger } from 'pino';
import type { Database } from '../database/database';
import type { Platform } from '../model/platform';
import type { RetentionDays } from '../model/retention';
import type { SearchAttributeName } from '../model/search-attributes';
import type { StorePlatform, StoreSurroundings } from '../platforms/store-platform';
import type { Sealer } from '../stores/sealed-credentials';
import type { ActivityPlaces } from '../temporal/activity-places';
import type { TemporalClient } from '../temporal/connect-client';
import type { DueLimits } from './due/due-limits';
import type { CatalogueLimits } from './store/catalogue-limits';
import type { TrafficOfStores } from './store/traffic';

/** What a worker process gives its activities. */
export interface GivenDependencies {
  database: Database;
  sealer: Sealer;
  platforms: Record<Platform, StorePlatform>;
  surroundings: StoreSurroundings;
  /** Where stores reach the API, without a slash at its end; null: they do not, and no webhooks are registered. */
  publicUrl: string | null;
  logger: Logger;
  /** For what only Temporal knows: is a run still under way? */
  temporal: TemporalClient;
  /** Those of our search attributes that the namespace has. */
  searchAttributes(): Promise<SearchAttributeName[]>;
  patience: Patience;
  /** How long what expires is kept. */
  retentionDays: RetentionDays;
  limits: CatalogueLimits;
  /** Of the sweeps over due stores. */
  due: DueLimits;
  /** Of this process, shared by its tenants' stores. */
  places: ActivityPlaces;
}

/** What activities work with; made once a worker process. */
export interface Dependencies extends GivenDependencies {
  traffic: TrafficOfStores;
}

/** How long is waited for whom, in milliseconds. Tests are less patient. */
export interface Patience {
  /** A run's own retries after it failed. */
  runRetryDelays: readonly number[];
  /** Before an activity asks a store again that did not answer; the last one repeats. */
  storeRetryDelays: readonly number[];
  /** A 401 is asked again after these before it is believed: security plug-ins flap. */
  credentialsRetryDelays: readonly number[];
  /** For a bulk operation; then the listing is read page by page. */
  bulkWaitMs: number;
  /** For somebody's decision about what the brake holds. */
  approvalMs: number;
}

export const STORE_PATIENCE: Omit<Patience, 'runRetryDelays'> = {
  storeRetryDelays: [1_000, 2_000, 5_000, 10_000, 20_000],
  credentialsRetryDelays: [5_000, 20_000],
  bulkWaitMs: 2 * 3_600_000,
  approvalMs: 7 * 24 * 3_600_000,
};
