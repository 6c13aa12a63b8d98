import { PLATFORMS } from '../model/platform';
import { platforms } from '../platforms/platforms';

const names = new Intl.ListFormat('en').format(PLATFORMS.map((name) => platforms[name].displayName));

/** What this service is, in one sentence. */
export const DESCRIPTION = `Keeps the product catalogue of many tenants equal to their ${names} stores.`;
