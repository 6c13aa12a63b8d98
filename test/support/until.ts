import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 15;

/** Looks until `look` answers something, within `ms`: else the error says what was waited for and what was seen last. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | null | undefined | false> | Found | null | undefined | false,
  ms = 12_000,
): Promise<Found> {
  const givenUpAt = performance.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > givenUpAt) throw new Error(`waited ${ms} ms in vain: ${what}`);
    await sleep(EVERY_MS);
  }
}
