import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Gauge, Registry } from 'prom-client';
import type { Database } from '../database/database';
import type { DatabaseGauge, Sample } from './reading';
import { READINGS } from './readings/readings';

/** However often somebody asks, and however many do. */
const EVERY_MS = 15_000;

/** An answer waits so long for a reading; then it tells the last one. Prometheus waits 10 s for all. */
const PATIENCE_MS = 5_000;

export interface DatabaseReadings {
  /** What the database knows in Prometheus' text format, from a reading of the last 15 s; never fails. */
  text(): Promise<string>;
}

interface ReadingOptions {
  everyMs?: number;
  patienceMs?: number;
}

const AGE: DatabaseGauge = {
  name: 'catalog_sync_database_reading_age_seconds',
  help: 'How old the numbers are that the database told; rises while it cannot be read. Before the first reading: since the API began',
  labels: [],
};
const DURATION: DatabaseGauge = {
  name: 'catalog_sync_database_reading_duration_seconds',
  help: 'How long the last reading of these numbers took',
  labels: [],
};
const FAILED: DatabaseGauge = {
  name: 'catalog_sync_database_reading_failed',
  help: '1: the last reading failed, and the numbers are those of the one before',
  labels: [],
};

/** Of the reading itself. */
export const OF_READING: readonly DatabaseGauge[] = [AGE, DURATION, FAILED];

/** Read by whoever asks first, for all who come within 15 s. While the database is away, the last numbers stand. */
export function databaseReadings(
  { database, log }: { database: Database; log: Logger },
  { everyMs = EVERY_MS, patienceMs = PATIENCE_MS }: ReadingOptions = {},
): DatabaseReadings {
  const [known, ofReading] = [new Registry(), new Registry()];
  const gauges = new Map(
    READINGS.flatMap((reading) => reading.gauges).map((each) => [each.name, gaugeIn(known, each)]),
  );
  const createdAt = performance.now();
  let readAt: number | null = null;
  let startedAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> = Promise.resolve();
  const [age, duration, failed] = [gaugeIn(ofReading, AGE), gaugeIn(ofReading, DURATION), gaugeIn(ofReading, FAILED)];

  async function read(): Promise<void> {
    try {
      const samples = await database.readSystem(async (sql) => {
        const all: Sample[] = [];
        for (const each of READINGS) all.push(...(await each.read(sql)));
        return all;
      });
      for (const gauge of gauges.values()) gauge.reset();
      for (const { gauge, labels, value } of samples) gauges.get(gauge.name)?.set(labels, value);
      readAt = performance.now();
      duration.set((readAt - startedAt) / 1_000);
      failed.set(0);
    } catch (error) {
      failed.set(1);
      log.warn({ err: error }, 'the numbers for /metrics could not be read: the last ones stand');
    }
  }

  return {
    async text() {
      if (performance.now() - startedAt >= everyMs) {
        startedAt = performance.now();
        reading = read();
      }
      const patience = new AbortController();
      await Promise.race([reading, wait(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined)]);
      patience.abort();
      age.set((performance.now() - (readAt ?? createdAt)) / 1_000);
      // Before the first reading nothing is known: 0 would be a lie.
      return (readAt === null ? '' : await known.metrics()) + (await ofReading.metrics());
    },
  };
}

function gaugeIn(registry: Registry, { name, help, labels }: DatabaseGauge): Gauge {
  return new Gauge({ name, help, labelNames: [...labels], registers: [registry] });
}
