import { loadPerCore } from '../../local/servers/load-per-core';

/** For machines whose load does not show how slow they are: 2 waits twice as long. */
const SETTING = 'CATALOG_SYNC_TEST_PATIENCE';

/** A limit of an idle machine, made longer as the setting says and as this machine is busy. */
export function patient(ms: number): number {
  const asked = Number(process.env[SETTING] ?? 1);
  if (!(asked > 0)) throw new Error(`${SETTING} is ${process.env[SETTING]}: it takes a number above 0`);
  return Math.round(ms * asked * loadPerCore());
}
