import { setTimeout as sleep } from 'node:timers/promises';

/** At first often, for what takes milliseconds; then seldom, so that looking does not slow down what is waited for. */
const EVERY_MS = { first: 15, later: 100, laterAfter: 1_000 } as const;

/** Looks until `look` answers something, within `ms`: else the error says what was waited for and what was seen last. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | null | undefined | false> | Found | null | undefined | false,
  ms = 60_000,
): Promise<Found> {
  const startedAt = performance.now();
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    const waited = performance.now() - startedAt;
    if (waited > ms) throw new Error(`waited ${ms} ms in vain: ${what}`);
    await sleep(waited < EVERY_MS.laterAfter ? EVERY_MS.first : EVERY_MS.later);
  }
}
