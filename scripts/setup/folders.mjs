import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Downloads live outside the checkout, so that a second clone downloads nothing. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'catalog-sync');

/** What the set-up found, read by local/servers/tools.ts. Below node_modules, so that a new install asks again. */
export const TOOLS_FILE = join(ROOT, 'node_modules/.cache/catalog-sync/tools.json');
