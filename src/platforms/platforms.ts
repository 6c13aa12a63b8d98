import { PLATFORMS, type Platform } from '../model/platform';
import type { SecretPatterns } from '../process/redact';
import type { Setting } from '../process/settings';
import * as registry from './registry';
import type { StorePlatform } from './store-platform';

/** Each platform by its name in the model: one that the registry lacks does not compile. */
export const platforms: Record<Platform, StorePlatform> = registry;

const all = PLATFORMS.map((name) => platforms[name]);

/** What a logger hides for them (I8). */
export const platformSecretPatterns: readonly SecretPatterns[] = all.map(({ secretPatterns }) => secretPatterns);

/** What a program that talks to stores reads for them, beside its own settings. */
export const platformSettings: Readonly<Record<string, Setting>> = Object.fromEntries(
  all.flatMap(({ settings }) => Object.entries<Setting>(settings)),
);
