import { reasonOf } from '../../src/process/reason-of';
import { type Check, type Finding, failed, skipped } from './check';
import {
  database,
  databaseClock,
  databaseLocks,
  databaseOwnership,
  databaseRole,
  databaseVersion,
} from './checks/database';
import { migrations } from './checks/migrations';
import { publicUrl } from './checks/public-url';
import { settings } from './checks/settings';
import { sealingKeys, stores } from './checks/stores';
import { namespace, schedules, searchAttributes, temporal, workers } from './checks/temporal';
import { temporalClock } from './checks/temporal-clock';
import type { Site } from './site';

/** In the order in which a person mends them: what others need comes first. */
const CHECKS: readonly Check[] = [
  settings,
  database,
  databaseVersion,
  databaseRole,
  migrations,
  databaseOwnership,
  databaseLocks,
  databaseClock,
  temporal,
  namespace,
  searchAttributes,
  schedules,
  workers,
  temporalClock,
  sealingKeys,
  stores,
  publicUrl,
];

export type Examined = Finding & { name: string };

/** Looks at everything, one after the other, and tells each as it is found. Nothing is changed. */
export async function examine(site: Site, told: (examined: Examined) => void): Promise<Examined[]> {
  const all: Examined[] = [];
  for (const check of CHECKS) {
    const missing = check.needs.find((name) => all.some((each) => each.name === name && each.state === 'failed'));
    const finding = missing === undefined ? await inTime(check, site) : skipped(`needs: ${missing}`);
    const examined = { name: check.name, ...finding };
    all.push(examined);
    told(examined);
  }
  return all;
}

/** A check that throws, or that takes too long, found something too. */
async function inTime(check: Check, site: Site): Promise<Finding> {
  const { lookMs } = site.limits;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(
      () => resolve(failed(`no answer within ${lookMs / 1_000} s`, 'Look at what holds it up.')),
      lookMs,
    );
  });
  const looked = check.look(site).catch((error) => failed(reasonOf(error), 'The log of the service may say more.'));
  try {
    return await Promise.race([looked, late]);
  } finally {
    clearTimeout(timer);
  }
}
