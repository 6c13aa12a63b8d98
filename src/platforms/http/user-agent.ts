import { version } from '../../../package.json';

/** Steady, so that a shop's firewall can allow-list it. */
export const USER_AGENT = `catalog-sync/${version}`;
