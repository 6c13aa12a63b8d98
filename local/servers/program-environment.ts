import type { LocalKeys } from './local-keys';
import type { Servers } from './start-servers';

/** What the worker and the API are told. Settings of the user's own win, but for where the parts are. */
export function programEnvironment(
  keys: LocalKeys,
  { database, temporal }: Servers,
  { host, port, url }: ApiAddress,
  shopifyOriginTemplate: string | null,
): NodeJS.ProcessEnv {
  const own = process.env;
  return {
    ...own,
    LOG_FORMAT: own.LOG_FORMAT || 'pretty',
    ALLOW_PRIVATE_STORES: own.ALLOW_PRIVATE_STORES || 'true',
    CREDENTIALS_KEY: own.CREDENTIALS_KEY || keys.credentialsKey,
    OPERATOR_KEY: own.OPERATOR_KEY || keys.operatorKey,
    ...temporal.environment,
    ...(shopifyOriginTemplate && { SHOPIFY_ORIGIN_TEMPLATE: shopifyOriginTemplate }),
    DATABASE_URL: database.url,
    MIGRATION_DATABASE_URL: undefined, // an owner's password is nothing for programs
    // The demo's stores are on this machine, too.
    PUBLIC_URL: own.PUBLIC_URL || url,
    HOST: host,
    PORT: String(port),
  };
}

export interface ApiAddress {
  host: string;
  port: number;
  /** For those on this machine. */
  url: string;
}
