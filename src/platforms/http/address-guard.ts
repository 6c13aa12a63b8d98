import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { StoreProblem } from '../problem';
import type { StoreSurroundings } from '../store-platform';
import { addressForPeople } from './store-answer';

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Blocks of IANA's registries of special-purpose addresses that `range()` takes for the internet, or that lead back to
 * IPv4: translation for local use, Teredo and its like, 6to4, discard, documentation, segment routing.
 */
const SPECIAL = ['192.88.99.0/24', '64:ff9b:1::/48', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map(
  (block) => ipaddr.parseCIDR(block),
);

/** Whether an IP address is one of the public internet: everything else could be a service of our own network. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (SPECIAL.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits))) return false;
  if (!(address instanceof ipaddr.IPv6)) return address.range() === 'unicast';

  if (address.isIPv4MappedAddress()) return isPublicAddress(address.toIPv4Address().toString());
  if (address.range() === 'rfc6052') return isPublicAddress(address.toByteArray().slice(12).join('.')); // NAT64
  return address.range() === 'unicast' && address.match(GLOBAL_UNICAST);
}

/**
 * Refuses what can be told from the address alone, before anything is sent; names are looked at by `lookupPublicOnly` when
 * they resolve.
 */
export function refusedAddress(url: URL, { allowPrivateStores, storePorts }: StoreSurroundings): StoreProblem | null {
  const fault = faultOfAddress(url, { allowPrivateStores, storePorts });
  if (fault === null) return null;
  return refused(
    {
      scheme: `${addressForPeople(url)} is not https; stores are reached over https only: connect it with https://`,
      port: refusedPort(url, portOf(url), storePorts),
      private: privateAddress(hostOf(url)),
    }[fault],
  );
}

/** What is not allowed about an address, whoever is to be reached there. */
export function faultOfAddress(
  url: URL,
  { allowPrivateStores, storePorts }: StoreSurroundings,
): 'scheme' | 'port' | 'private' | null {
  if (allowPrivateStores) return null;
  if (url.protocol !== 'https:') return 'scheme';
  if (!storePorts.includes(portOf(url))) return 'port';
  const host = hostOf(url);
  return ipaddr.isValid(host) && !isPublicAddress(host) ? 'private' : null;
}

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/**
 * The lookup of the socket itself, so that a name cannot resolve publicly for a check and privately for the
 * connection (DNS rebinding). One private address among several refuses them all.
 */
export const lookupPublicOnly: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const first = addresses?.[0];
    if (error !== null || first === undefined) return callback(error ?? new Error(`${hostname} has no address`), '');
    if (!addresses.every(({ address }) => isPublicAddress(address))) return callback(new AddressRefused(hostname), '');
    if (options.all === true) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

/** As it stands in an address of http or https; 0 where there is none. */
function portOf({ protocol, port }: URL): number {
  return port === '' ? ({ 'https:': 443, 'http:': 80 }[protocol] ?? 0) : Number(port);
}

function refusedPort({ hostname }: URL, port: number, allowed: readonly number[]): string {
  return `port ${port} of ${hostname} is none that stores may have; the operator allows it by STORE_PORTS=${[...allowed, port].join(',')}`;
}

export class AddressRefused extends Error {
  constructor(hostname: string) {
    super(privateAddress(hostname));
    this.name = 'AddressRefused';
  }
}

export function refused(detail: string): StoreProblem {
  return { kind: 'address_refused', detail };
}

function privateAddress(host: string): string {
  return `${host} is not an address of the public internet; such stores need ALLOW_PRIVATE_STORES`;
}
