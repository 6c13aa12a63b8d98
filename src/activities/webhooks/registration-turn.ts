import type { StoreConnection } from '../../platforms/store-platform';
import type { Store } from '../../stores/store';
import type { Registration, Settled } from '../../stores/webhooks/registration';
import type { Dependencies } from '../dependencies';

/** What a look works with. */
export type LookDependencies = Pick<
  Dependencies,
  'database' | 'sealer' | 'platforms' | 'surroundings' | 'publicUrl' | 'logger'
>;

/** A store whose registration is looked at, and how it is asked. */
export interface RegistrationTurn {
  store: Store;
  credentials: unknown;
  connection: StoreConnection;
  registration: Registration;
  signal: AbortSignal;
}

/** What the look came to, before it is written. What is absent of `settled` stays as it was. */
export interface Came {
  settled: Partial<Settled>;
  /** The store's ids of webhooks that were made. */
  made?: readonly string[];
  /** The store sent what it does not send any more. */
  isLost?: boolean;
  isFailed?: boolean;
}
