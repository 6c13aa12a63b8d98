/** What is counted: the requests of a key, or the wrong keys of an address. */
type Policy = 'key' | 'wrong-keys';

interface Standing {
  /** Within a minute. */
  most: number;
  left: number;
  endsInMs: number;
}

export const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));

/** As the IETF's draft `httpapi-ratelimit-headers` (version 10) has them: what may be asked, and what is left of it now. */
export function rateLimitHeaders(policy: Policy, { most, left, endsInMs }: Standing): Record<string, string> {
  return {
    'RateLimit-Policy': `"${policy}";q=${most};w=60`,
    RateLimit: `"${policy}";r=${Math.max(0, left)};t=${seconds(endsInMs)}`,
  };
}
