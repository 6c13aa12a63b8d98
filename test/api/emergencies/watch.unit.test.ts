import type { Emergency } from '../../../src/api/emergencies/emergency';
import { type HowTold, type Watching, watcher } from '../../../src/api/emergencies/watch';

const MINUTE = 60_000;

/** A watch with a clock and parts of its own; `minute` lets one pass, with what is away then. */
function watch(
  how: (what: Emergency, event: string) => HowTold | null = () => 'by_claim',
  toldBefore: Emergency[] = [],
) {
  const told: [string, string, boolean][] = [];
  let away: Emergency[] = [];
  let at = 0;
  let well = 0;
  const watching: Watching = {
    look: async () => new Set(away),
    toldAway: async () => new Set(toldBefore),
    tell: async (what, event, alone) => {
      told.push([what, event, alone]);
      return how(what, event);
    },
    allIsWell: async () => {
      well++;
    },
    now: () => at,
    afterMs: 3 * MINUTE,
  };
  const look = watcher(watching);
  const minute = async (...parts: Emergency[]) => {
    away = parts;
    await look();
    at += MINUTE;
  };
  return { told, minute, well: () => well };
}

it('tells what is away for three minutes, once, and that it is back', async () => {
  const { told, minute } = watch();
  for (let minutes = 0; minutes < 3; minutes++) await minute('temporal');
  expect(told).toEqual([]);
  for (let minutes = 0; minutes < 5; minutes++) await minute('temporal');
  expect(told).toEqual([['temporal', 'away', false]]);
  await minute();
  await minute();
  expect(told.slice(1)).toEqual([['temporal', 'back', false]]);
});

it('says nothing of what comes back within three minutes', async () => {
  const { told, minute } = watch();
  for (let times = 0; times < 4; times++) {
    await minute('database');
    await minute('database');
    await minute();
  }
  expect(told).toEqual([]);
});

it('tells again what nobody took, until somebody does', async () => {
  const answers: (HowTold | null)[] = [null, null, 'by_claim'];
  const { told, minute } = watch(() => answers.shift() ?? null);
  for (let minutes = 0; minutes < 10; minutes++) await minute('workers');
  expect(told).toHaveLength(3);
});

it('tells alone as solved what it told alone', async () => {
  const { told, minute } = watch(() => 'alone');
  for (let minutes = 0; minutes < 4; minutes++) await minute('database');
  await minute();
  expect(told).toEqual([
    ['database', 'away', false],
    ['database', 'back', true],
  ]);
});

it('tells that is back what a process before it told as away', async () => {
  const { told, minute } = watch(undefined, ['workers']);
  await minute('temporal');
  expect(told).toEqual([]);
  await minute();
  expect(told).toEqual([['workers', 'back', false]]);
});

it('says nothing of workers while Temporal is away, neither that they are gone nor that they are back', async () => {
  const { told, minute } = watch();
  for (let minutes = 0; minutes < 4; minutes++) await minute('workers');
  for (let minutes = 0; minutes < 4; minutes++) await minute('temporal');
  expect(told).toEqual([
    ['workers', 'away', false],
    ['temporal', 'away', false],
  ]);
  await minute();
  expect(told.slice(2).sort()).toEqual([
    ['temporal', 'back', false],
    ['workers', 'back', false],
  ]);
});

it('asks the dead man’s switch only while nothing is away', async () => {
  const { minute, well } = watch();
  await minute();
  await minute('database');
  await minute();
  expect(well()).toBe(2);
});
