import type { Logger } from 'pino';
import type { Database } from '../database/database';
import type { StoreSurroundings } from '../stores/store';
import type { TemporalClient } from '../temporal/connect-client';
import type { Sealer } from '../tenants/sealed-credentials';

/** What the routes work with. */
export interface ApiServices {
  database: Database;
  temporal: TemporalClient;
  sealer: Sealer;
  surroundings: StoreSurroundings;
  log: Logger;
  /** null: there is no operator, whatever key is sent. */
  operatorKey: string | null;
}
