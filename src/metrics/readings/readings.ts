import type { Reading } from '../reading';
import { hintsPending } from './hints';
import { missingNow } from './missing';
import { runsEnded } from './runs-ended';
import { runsOpen } from './runs-open';
import { storesNow } from './stores';
import { storesLate } from './stores-late';
import { webhooksNow } from './webhooks';

/** All that `/metrics` asks the database, one after the other in one transaction. */
export const READINGS: readonly Reading[] = [
  runsEnded,
  runsOpen,
  storesNow,
  storesLate,
  missingNow,
  hintsPending,
  webhooksNow,
];
