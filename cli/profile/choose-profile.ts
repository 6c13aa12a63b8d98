import { z } from 'zod';
import type { Credentials } from '../../clients/typescript/src/index';
import { wrongUsage } from '../failure';
import { configFile, type Profile, readConfig } from './config-file';

/** Options that every command has. */
export interface ProfileOptions {
  profile?: string | undefined;
  url?: string | undefined;
  tenant?: string | undefined;
}

/** Local mode's. */
export const DEFAULT_URL = 'http://127.0.0.1:8080';
export const WebUrl = z.url({ protocol: /^https?$/ });

/**
 * Whom to ask, and as whom. Options come before the environment, the environment before the file; keys are never taken
 * from arguments, which every user of the machine can list.
 */
export function chooseProfile(options: ProfileOptions, environment: NodeJS.ProcessEnv): Profile {
  const name = options.profile || environment.CATALOG_SYNC_PROFILE;
  const file = configFile(environment);
  const config = readConfig(file);
  const kept = config.profiles[name || (config.default ?? '')];
  if (name && kept === undefined) {
    throw wrongUsage(`${file} has no profile ${name}. It has: ${Object.keys(config.profiles).join(', ') || 'none'}.`);
  }
  const url = options.url || environment.CATALOG_SYNC_URL || kept?.url || DEFAULT_URL;
  if (!WebUrl.safeParse(url).success) throw wrongUsage(`${url} is no http or https URL.`);
  return {
    url: url.replace(/\/$/, ''),
    tenant_id: options.tenant || environment.CATALOG_SYNC_TENANT_ID || kept?.tenant_id,
    // A key of one tenant does not open another one: then the operator's is meant.
    tenant_key: isOther(options.tenant, kept) ? environment.CATALOG_SYNC_TENANT_KEY : ofTenant(environment, kept),
    operator_key: environment.CATALOG_SYNC_OPERATOR_KEY || kept?.operator_key,
  };
}

const ofTenant = (environment: NodeJS.ProcessEnv, kept: Profile | undefined): string | undefined =>
  environment.CATALOG_SYNC_TENANT_KEY || kept?.tenant_key;

const isOther = (tenant: string | undefined, kept: Profile | undefined): boolean =>
  tenant !== undefined && kept?.tenant_id !== undefined && kept.tenant_id !== tenant;

export type Caller = 'tenant' | 'operator';

/** Who asks. An operator may act for a tenant. */
export function credentialsOf({ tenant_id, tenant_key, operator_key }: Profile, caller: Caller): Credentials {
  if (caller === 'tenant' && tenant_key !== undefined) {
    if (tenant_id === undefined)
      throw wrongUsage(`A tenant's key needs the tenant's id: --tenant or CATALOG_SYNC_TENANT_ID.`);
    return { tenantId: tenant_id, key: tenant_key };
  }
  if (operator_key !== undefined) {
    const actsFor = caller === 'tenant' && tenant_id !== undefined ? { tenantId: tenant_id } : {};
    return { operatorKey: operator_key, ...actsFor };
  }
  throw wrongUsage(
    caller === 'tenant'
      ? `This needs a key. ${ADD_ONE}, or set CATALOG_SYNC_TENANT_ID and CATALOG_SYNC_TENANT_KEY.`
      : `This needs an operator's key. ${ADD_ONE}, or set CATALOG_SYNC_OPERATOR_KEY.`,
  );
}

const ADD_ONE = '`catalog-sync profiles add <name>` asks for one and keeps it';
