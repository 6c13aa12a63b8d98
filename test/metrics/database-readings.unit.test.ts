import { pino } from 'pino';
import type { Database } from '../../src/database/database';
import type { SystemSql } from '../../src/database/sql';
import { databaseReadings } from '../../src/metrics/database-readings';
import { seriesOf } from './metrics-text';

const log = pino({ level: 'silent' });

/** Answers every question with as many pending hints as it was read times, and with no row of anything else. */
function countingDatabase() {
  const state = { reads: 0, isAway: false, held: Promise.resolve() };
  const readSystem = async <Result>(work: (sql: SystemSql) => Promise<Result>): Promise<Result> => {
    const hints = ++state.reads;
    await state.held;
    if (state.isAway) throw new Error('connect ECONNREFUSED');
    const sql = async ([text = '']: TemplateStringsArray) => ({
      rows: text.includes('from webhook_events') ? [{ hints }] : [],
    });
    return work(sql as unknown as SystemSql);
  };
  return { state, database: { readSystem } as Database };
}

const told = async (readings: { text(): Promise<string> }) => {
  const series = seriesOf(await readings.text());
  return {
    hints: series.get('catalog_sync_hints_pending'),
    failed: series.get('catalog_sync_database_reading_failed'),
    age: series.get('catalog_sync_database_reading_age_seconds') ?? Number.NaN,
  };
};

it('reads once for all who ask at the same time, and for all who ask soon after', async () => {
  const { state, database } = countingDatabase();
  const readings = databaseReadings({ database, log });

  const storm = await Promise.all(Array.from({ length: 50 }, () => told(readings)));
  const later = await told(readings);

  expect(new Set([...storm, later].map(({ hints }) => hints))).toEqual(new Set([1]));
  expect(state.reads).toBe(1);
});

it('reads again when its time has come', async () => {
  const { database } = countingDatabase();
  const readings = databaseReadings({ database, log }, { everyMs: 0 });

  expect((await told(readings)).hints).toBe(1);
  expect((await told(readings)).hints).toBe(2);
});

it('tells the last numbers and their age while the database is away, and new ones when it is back', async () => {
  const { state, database } = countingDatabase();
  const readings = databaseReadings({ database, log }, { everyMs: 0 });
  const before = await told(readings);

  state.isAway = true;
  const away = await told(readings);
  const stillAway = await told(readings);
  state.isAway = false;
  const back = await told(readings);

  expect(before).toMatchObject({ hints: 1, failed: 0 });
  expect([away, stillAway]).toMatchObject([
    { hints: 1, failed: 1 },
    { hints: 1, failed: 1 },
  ]);
  expect(stillAway.age).toBeGreaterThan(away.age);
  expect(back).toMatchObject({ hints: 4, failed: 0 });
  expect(back.age).toBeLessThan(stillAway.age);
});

it('claims to know nothing before the first reading', async () => {
  const { state, database } = countingDatabase();
  state.isAway = true;

  expect(await told(databaseReadings({ database, log }))).toMatchObject({ hints: undefined, failed: 1 });
});

it('does not wait for a database that hangs', async () => {
  const { state, database } = countingDatabase();
  const readings = databaseReadings({ database, log }, { everyMs: 0, patienceMs: 1 });
  await told(databaseReadings({ database, log }));
  let goOn = () => {};
  state.held = new Promise<void>((resolve) => {
    goOn = resolve;
  });

  expect(await told(readings)).toMatchObject({ hints: undefined });
  goOn();
});
