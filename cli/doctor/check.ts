import type { Site } from './site';

/** What a look came to. `advice`: what to do, wherever something is not well. */
export type Finding =
  | { state: 'ok'; said: string }
  | { state: 'warn' | 'failed'; said: string; advice: string }
  | { state: 'skipped'; said: string };

export interface Check {
  name: string;
  /** Names of checks before it: where one of them is not well, there is nothing to look at. */
  needs: readonly string[];
  look(site: Site): Promise<Finding>;
}

export const ok = (said: string): Finding => ({ state: 'ok', said });
export const warn = (said: string, advice: string): Finding => ({ state: 'warn', said, advice });
export const failed = (said: string, advice: string): Finding => ({ state: 'failed', said, advice });
export const skipped = (said: string): Finding => ({ state: 'skipped', said });
