import { setTimeout as wait } from 'node:timers/promises';
import { EMERGENCIES, type Emergency } from './emergency';

export type HowTold = 'by_claim' | 'alone';

export interface Watching {
  /** What is away now. */
  look(): Promise<ReadonlySet<Emergency>>;
  /** What any process told as away and none as back: this one may have been started since. */
  toldAway(): Promise<ReadonlySet<Emergency>>;
  /**
   * How it was told: by whoever claimed it, which all processes know, or by this process `alone`, as the database did not say. null:
   * not yet; it is asked again at the next look. What was told alone is told as solved alone.
   */
  tell(what: Emergency, event: 'away' | 'back', alone: boolean): Promise<HowTold | null>;
  /** While nothing is away. */
  allIsWell(): Promise<void>;
  now(): number;
  /** What lasts for less is no emergency: restarts and fail-overs take minutes. */
  afterMs: number;
}

/** One look. What was seen before stays in `watch`: since when a part is away, and of which this process told. */
export function watcher({ look, toldAway, tell, allIsWell, now, afterMs }: Watching): () => Promise<void> {
  const awaySince = new Map<Emergency, number>();
  const told = new Map<Emergency, HowTold>();
  return async () => {
    const away = await look();
    const toldByAny = await toldAway();
    for (const what of EMERGENCIES) {
      if (!away.has(what)) {
        // While Temporal is away nobody knows of the workers.
        const isKnown = what !== 'workers' || !away.has('temporal');
        if (isKnown) awaySince.delete(what);
        const how = told.get(what) ?? (toldByAny.has(what) ? 'by_claim' : undefined);
        if (isKnown && how !== undefined && (await tell(what, 'back', how === 'alone')) !== null) told.delete(what);
        continue;
      }
      const since = awaySince.get(what) ?? now();
      awaySince.set(what, since);
      if (now() - since < afterMs || told.has(what)) continue;
      const how = await tell(what, 'away', false);
      if (how !== null) told.set(what, how);
    }
    if (away.size === 0) await allIsWell();
  };
}

/** Looks again and again until the signal comes. */
export async function lookRepeatedly(look: () => Promise<void>, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await look();
    await wait(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
