import { isIP } from 'node:net';
import { z } from 'zod';

/** Proxies whose word about who called them counts: so many in a row before us, or those with these addresses. */
export type TrustedProxies = number | string[];

const MOST_HOPS = 10;
/** Loopback, link-local and private addresses, by the names that Express has for them. */
const NAMED: readonly string[] = ['loopback', 'linklocal', 'uniquelocal'];

const EXPECTED = `is neither a number of proxies from 0 to ${MOST_HOPS} nor a list of addresses and blocks such as 10.0.0.0/8, 2001:db8::1, ${NAMED.join(', ')}`;

/** `1` or `10.0.0.0/8, loopback`. What is not understood ends the program: a proxy that is trusted by mistake is a door. */
export const TrustedProxiesText = z.string().transform((text, context): TrustedProxies => {
  if (/^\d{1,9}$/.test(text) && Number(text) <= MOST_HOPS) return Number(text);
  const parts = text.split(',').map((part) => part.trim());
  for (const part of parts) {
    const fault = faultOf(part);
    if (fault !== null) context.addIssue(`${JSON.stringify(part)} ${fault}`);
  }
  return parts;
});

function faultOf(part: string): string | null {
  if (NAMED.includes(part)) return null;
  const [, address = '', bits] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(part) ?? [];
  const family = isIP(address);
  if (family === 0) return EXPECTED;
  if (bits === undefined) return null;
  if (Number(bits) === 0) return 'would trust everybody';
  return Number(bits) > (family === 4 ? 32 : 128) ? EXPECTED : null;
}
