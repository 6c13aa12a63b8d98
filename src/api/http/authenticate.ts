import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { asTenant } from './as-tenant';
import type { Caller, Who } from './caller';
import { type Problem, UNAUTHENTICATED } from './problem';
import type { ApiServices } from './services';

type Known = { kind: 'caller'; caller: Caller };

/** Who is calling, or why not. */
export async function authenticate(
  who: Who,
  headers: IncomingHttpHeaders,
  { database, operatorKey }: Pick<ApiServices, 'database' | 'operatorKey'>,
): Promise<Known | Problem> {
  if (who === 'open') return { kind: 'caller', caller: null };
  if (who === 'operator') return authenticateOperator(headers, operatorKey);
  return asTenant(database, { scope: who, headers }, async (caller): Promise<Known> => ({ kind: 'caller', caller }));
}

function authenticateOperator(headers: IncomingHttpHeaders, operatorKey: string | null): Known | Problem {
  const key = headers['x-operator-key'];
  if (operatorKey === null || typeof key !== 'string' || !equalInConstantTime(key, operatorKey)) return UNAUTHENTICATED;
  return { kind: 'caller', caller: { kind: 'operator' } };
}

/** Hashes have one length, so that not even the length of the key can be measured. */
function equalInConstantTime(given: string, expected: string): boolean {
  const [left, right] = [given, expected].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(left, right);
}
