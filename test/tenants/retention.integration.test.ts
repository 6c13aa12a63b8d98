import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RETENTION_DAYS } from '../../src/model/retention';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { wholeDatabase } from './deletion/whole-database';

const [, section = ''] = readFileSync(join(__dirname, '../../docs/operations.md'), 'utf8').split(
  '## What is kept of whom\n',
);
const rows = section
  .split('\n## ')[0]
  ?.split('\n')
  .flatMap((line) => (line.startsWith('| `') ? [line.split(' | ')] : []));

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('is told to operators of every table: what it holds, whether that may be personal, and how long', async () => {
  const whole = await wholeDatabase(database.url);
  const told = (rows ?? []).flatMap(([tables = '']) => [...tables.matchAll(/`(\w+)`/g)].map(([, table]) => table));
  expect(told.sort()).toEqual(whole.tables);
  for (const row of rows ?? [])
    expect([row[0], row.length, row.every((cell) => cell.trim() !== '')]).toEqual([row[0], 4, true]);
  await whole.close();
});

it.each(Object.entries(RETENTION_DAYS))('says of %s that it is kept for %d days', (table, days) => {
  const kept = rows?.find(([tables = '']) => tables.includes(`\`${table}\``))?.at(-1);
  expect(kept).toMatch(new RegExp(`\\b${days}\\b`));
});
