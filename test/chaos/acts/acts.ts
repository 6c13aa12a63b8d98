import type { Happening, HappeningKind } from '../plan/events';
import type { ChaosWorld } from '../world/start-world';

/** What each kind of event does. False: there was nothing to do it to. */
export type Acts = {
  [Kind in HappeningKind]: (world: ChaosWorld, event: Extract<Happening, { kind: Kind }>) => Promise<boolean>;
};
