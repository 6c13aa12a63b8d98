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

interface ChosenProfile extends Profile {
  /** Keys that there are and that were not taken, each with the reason. */
  left_out: readonly string[];
}

/** Keys, and where they belong: to an address and to a tenant. */
type Source = { name: string } & { [Part in keyof Profile]?: Profile[Part] | undefined };

/**
 * Whom to ask, and as whom. Options come before the environment, the environment before the file, and a profile that an
 * option names before the environment. A key goes to the origin that it was kept for and to no other, whatever URL is
 * named; keys are never taken from arguments, which every user of the machine can list.
 */
export function chooseProfile(options: ProfileOptions, environment: NodeJS.ProcessEnv): ChosenProfile {
  const kept = keptProfile(options, environment);
  const variables: Source = {
    name: 'the environment',
    url: environment.CATALOG_SYNC_URL || undefined,
    tenant_id: environment.CATALOG_SYNC_TENANT_ID || undefined,
    tenant_key: environment.CATALOG_SYNC_TENANT_KEY || undefined,
    operator_key: environment.CATALOG_SYNC_OPERATOR_KEY || undefined,
  };
  const sources = options.profile ? [kept, variables] : [variables, kept];
  const first = (name: keyof Profile, from = sources) => from.find((source) => source[name] !== undefined)?.[name];

  const url = options.url || first('url') || DEFAULT_URL;
  for (const named of [url, variables.url]) {
    if (named && !WebUrl.safeParse(named).success) throw wrongUsage(`${named} is no http or https URL.`);
  }
  const tenantId = options.tenant || first('tenant_id');
  const ofOrigin = sources.filter((source) => source.url === undefined || originOf(source.url) === originOf(url));
  // A key of one tenant does not open another one: then the operator's is meant.
  const ofTenant = ofOrigin.filter(({ tenant_id }) => tenant_id === undefined || tenant_id === tenantId);
  return {
    url: url.replace(/\/$/, ''),
    tenant_id: tenantId,
    tenant_key: first('tenant_key', ofTenant),
    operator_key: first('operator_key', ofOrigin),
    left_out: sources.flatMap((source) => {
      if (source.tenant_key === undefined && source.operator_key === undefined) return [];
      if (!ofOrigin.includes(source)) {
        return [
          `The keys of ${source.name} are for ${originOf(source.url ?? url)} and are not sent to ${originOf(url)}.`,
        ];
      }
      if (source.tenant_key === undefined || ofTenant.includes(source)) return [];
      return [`The tenant's key of ${source.name} is for ${source.tenant_id}, not for ${tenantId}.`];
    }),
  };
}

function keptProfile(options: ProfileOptions, environment: NodeJS.ProcessEnv): Source {
  const named = options.profile || environment.CATALOG_SYNC_PROFILE;
  const file = configFile(environment);
  const config = readConfig(file);
  const name = named || (config.default ?? '');
  const kept = config.profiles[name];
  if (named && kept === undefined) {
    throw wrongUsage(`${file} has no profile ${named}. It has: ${Object.keys(config.profiles).join(', ') || 'none'}.`);
  }
  return { ...kept, name: `profile ${name}` };
}

const originOf = (url: string): string => new URL(url).origin;

export type Caller = 'tenant' | 'operator';

/** Who asks. An operator may act for a tenant. */
export function credentialsOf(chosen: ChosenProfile, caller: Caller): Credentials {
  const { tenant_id, tenant_key, operator_key, left_out } = chosen;
  if (caller === 'tenant' && tenant_key !== undefined) {
    if (tenant_id === undefined)
      throw wrongUsage(`A tenant's key needs the tenant's id: --tenant or CATALOG_SYNC_TENANT_ID.`);
    return { tenantId: tenant_id, key: tenant_key };
  }
  if (operator_key !== undefined) {
    const actsFor = caller === 'tenant' && tenant_id !== undefined ? { tenantId: tenant_id } : {};
    return { operatorKey: operator_key, ...actsFor };
  }
  const missing =
    caller === 'tenant'
      ? `This needs a key. ${ADD_ONE}, or set CATALOG_SYNC_TENANT_ID and CATALOG_SYNC_TENANT_KEY.`
      : `This needs an operator's key. ${ADD_ONE}, or set CATALOG_SYNC_OPERATOR_KEY.`;
  throw wrongUsage([...left_out, missing].join('\n'));
}

const ADD_ONE = '`catalog-sync profiles add <name>` asks for one and keeps it';
