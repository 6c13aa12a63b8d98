import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupProblem } from './say.mjs';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What the set-up found, read by local/servers/tools.ts. Below node_modules, so that a new install asks again. */
export const TOOLS_FILE = join(ROOT, 'node_modules/.cache/catalog-sync/tools.json');

/** A user whom the system does not know, as in some containers, has none. */
export const HOME = homeFolder();

/** Downloads live outside the checkout, so that a second clone downloads nothing. */
const OUTSIDE = join(process.env.XDG_CACHE_HOME || join(HOME, '.cache'), 'catalog-sync');

/** Where they go when the home folder is read-only. A new install of the packages leaves it alone. */
export const INSIDE = join(ROOT, '.local-cache');

/** The place of a downloaded program: where it runs already, or else where it may be put. */
export function cachePlace(name, runs) {
  const place = [OUTSIDE, INSIDE].map((cache) => join(cache, name)).find(runs);
  if (place) return place;
  const cache = [OUTSIDE, INSIDE].find(isWritable);
  if (cache) return join(cache, name);
  throw new SetupProblem(
    `Downloads can be kept neither in ${OUTSIDE} nor in ${INSIDE}: set XDG_CACHE_HOME to a folder that you may write to.`,
  );
}

/** All commands keep packages, what they build and what they found below the checkout. */
export function refuseReadOnlyCheckout() {
  if (isWritable(ROOT)) return;
  throw new SetupProblem(
    `You may not write to ${ROOT}: clone the repository to a folder of your own, and start there.`,
  );
}

/** Makes the folder where it is missing. A file system that is read-only is so for root as well. */
export function isWritable(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function homeFolder() {
  try {
    return homedir();
  } catch {
    return '/';
  }
}
