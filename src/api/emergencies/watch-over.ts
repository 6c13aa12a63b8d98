import { randomUUID } from 'node:crypto';
import { reasonOf } from '../../process/reason-of';
import { askDeadMan, goesOn } from './all-is-well';
import { claimTelling, listToldAway, noteEmergencyTold } from './claim-telling';
import type { Emergency } from './emergency';
import { lookAround, type Watched } from './look-around';
import { type EmergencyReceivers, tellOperator } from './tell-operator';
import { type HowTold, lookRepeatedly, watcher } from './watch';

const EVERY_MS = 60_000;
const AFTER_MS = 3 * 60_000;

export interface EmergencySettings extends EmergencyReceivers {
  deadManUrl: string | null;
}

interface Times {
  everyMs: number;
  afterMs: number;
}

/** Watches what alerts by workflows need, and tells the operator when it is away, until the signal comes. */
export async function watchOver(
  watched: Watched,
  settings: EmergencySettings,
  signal: AbortSignal,
  { everyMs, afterMs }: Times = { everyMs: EVERY_MS, afterMs: AFTER_MS },
): Promise<void> {
  const { database, log } = watched;
  const { url, email, deadManUrl } = settings;
  if (url === null && email === null && deadManUrl === null) return;

  async function tell(what: Emergency, event: 'away' | 'back', alone: boolean): Promise<HowTold | null> {
    if (url === null && email === null) return 'alone';
    const claim = alone || what === 'database' ? 'unknown' : await claimTelling(database, what, event);
    if (claim === 'told') return 'by_claim';
    if (claim === 'others') return null;
    const isTold = await tellOperator(settings, { what, event, id: randomUUID() }, signal);
    log[event === 'away' ? 'error' : 'info']({ what, event, told: isTold }, 'emergency');
    if (!isTold) return null;
    if (claim === 'unknown') return 'alone';
    await noteEmergencyTold(database, what);
    return 'by_claim';
  }

  const look = watcher({
    look: () => lookAround(watched),
    toldAway: () => listToldAway(database),
    tell,
    async allIsWell() {
      if (deadManUrl !== null && (await goesOn(watched))) await askDeadMan(deadManUrl, { log, signal });
    },
    now: () => performance.now(),
    afterMs,
  });
  const looking = async () => {
    try {
      await look();
    } catch (error) {
      if (!signal.aborted)
        log.warn({ reason: reasonOf(error) }, 'could not look after what is away; the next look does');
    }
  };
  await lookRepeatedly(looking, everyMs, signal);
}
