import { version } from '../../package.json';

/** Of this service, as `package.json` says it. */
export const VERSION = version;

/** What stores see of this service. Steady, so that a shop's firewall can allow-list it. */
export const USER_AGENT = `catalog-sync/${VERSION}`;
