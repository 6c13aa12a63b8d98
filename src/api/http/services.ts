import type { Logger } from 'pino';
import type { Database } from '../../database/database';
import type { RefusedAttempts } from '../../logs/refused-attempts';
import type { DatabaseReadings } from '../../metrics/database-readings';
import type { BodyBudget } from '../../platforms/http/body-budget';
import type { StoreSurroundings } from '../../platforms/store-platform';
import type { Sealer } from '../../stores/sealed-credentials';
import type { TemporalClient } from '../../temporal/connect-client';
import type { WebhookReceiver } from '../webhooks/receiver';

/** What the program brings along. */
export interface ApiServices {
  database: Database;
  temporal: TemporalClient;
  sealer: Sealer;
  surroundings: StoreSurroundings;
  /** Where stores reach this API; null: nowhere. */
  publicUrl: string | null;
  /** Whether the workers can send e-mail. Absent: they cannot. */
  hasMailServer?: boolean;
  log: Logger;
  /** The first operator's. null: there are only those of the database. */
  operatorKey: string | null;
}

/** What the routes work with. */
export interface RouteServices extends ApiServices {
  attempts: RefusedAttempts;
  receiver: WebhookReceiver;
  /** What is on its way to the receiver. */
  deliveries: BodyBudget;
  /** What the database knows, for the metrics. */
  readings: DatabaseReadings;
}
