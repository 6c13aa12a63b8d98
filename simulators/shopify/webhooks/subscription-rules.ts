import type { Topic } from './topics';

/** What somebody wants of a subscription, as the API's input names it. */
export type WantedSubscription = {
  uri?: string | null;
  callbackUrl?: string | null;
  format?: 'JSON' | 'XML' | null;
  includeFields?: string[] | null;
  metafieldNamespaces?: string[] | null;
  filter?: string | null;
  name?: string | null;
};

export type SubscriptionError = { field: string[]; message: string };

/** What of a subscription no other one may have. */
type Taken = { id: string; topic: Topic; uri: string; name: string | null };

export type AddressRules = {
  /** Shopify refuses plain http and addresses of one's own network; a test and a demo have no others. */
  allowsPlainHttp: boolean;
  shopDomain: string;
};

/** Why Shopify would refuse such a subscription, in its words where they are known; null when it takes it. */
export function subscriptionProblem(
  wanted: { id: string | null; topic: Topic; uri: string; name: string | null },
  named: 'uri' | 'callbackUrl',
  others: readonly Taken[],
  rules: AddressRules,
): SubscriptionError | null {
  const wrong = (field: string, message: string) => ({ field: ['webhookSubscription', field], message });
  const address = addressProblem(wanted.uri, rules);
  if (address) return wrong(named, address);

  const rivals = others.filter(({ id }) => id !== wanted.id);
  if (rivals.some(({ topic, uri }) => topic === wanted.topic && uri === wanted.uri)) {
    return wrong(named, 'Address for this topic has already been taken');
  }
  if (wanted.name === null) return null;
  if (!/^[A-Za-z0-9_-]{1,50}$/.test(wanted.name)) return wrong('name', 'Name is invalid');
  const isTaken = rivals.some(({ name }) => name === wanted.name);
  return isTaken ? wrong('name', 'Name has already been taken') : null;
}

function addressProblem(uri: string, { allowsPlainHttp, shopDomain }: AddressRules): string | null {
  if (uri === '') return "Address can't be blank";
  if (!URL.canParse(uri)) return 'Address is invalid';
  const { protocol, hostname } = new URL(uri);
  if (protocol !== 'https:' && !(protocol === 'http:' && allowsPlainHttp)) {
    return `Address protocol ${protocol}// is not supported`;
  }
  if (hostname === shopDomain) return `Address cannot be any of the domains: ${shopDomain}`;
  return isLocal(hostname) && !allowsPlainHttp ? 'Address is invalid' : null;
}

function isLocal(hostname: string): boolean {
  return /^(localhost|127\.|10\.|192\.168\.|0\.0\.0\.0$|\[::1\]$)|\.(localhost|local|internal)$/.test(hostname);
}
