import { PLATFORMS, type Platform } from '../model/platform';
import type { SecretPatterns } from '../process/redact';
import type { Setting } from '../process/settings';
import { discreet } from './discreet';
import * as registry from './registry';
import type { StorePlatform } from './store-platform';

/** One that the registry lacks does not compile. */
const registered: Record<Platform, StorePlatform> = registry;

const discreetOnes = Object.fromEntries(PLATFORMS.map((name) => [name, discreet(registered[name])]));

/** Each platform by its name in the model. Nothing that a store says gets out of them with its own secrets in it (I8). */
export const platforms = discreetOnes as Record<Platform, StorePlatform>;

const all = PLATFORMS.map((name) => platforms[name]);

/** What a logger hides for them (I8). */
export const platformSecretPatterns: readonly SecretPatterns[] = all.map(({ secretPatterns }) => secretPatterns);

/** What a program that talks to stores reads for them, beside its own settings. */
export const platformSettings: Readonly<Record<string, Setting>> = Object.fromEntries(
  all.flatMap(({ settings }) => Object.entries<Setting>(settings)),
);
