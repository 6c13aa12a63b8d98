import type { Database } from '../../database/database';
import { asTenant } from './as-tenant';
import type { Known } from './caller';
import { type Claim, headerProblem } from './claim';
import { keyRefused, type Problem } from './problem';
import type { Route } from './route';

type Recognised = { kind: 'caller'; caller: Known };

/** Who is calling, as the route needs it, or why not. `claim` is what the headers said; nobody asks on open routes. */
export async function authenticate(
  { who, method, alsoOperators }: Pick<Route, 'who' | 'method' | 'alsoOperators'>,
  claim: Claim | null,
  database: Database,
): Promise<Recognised | Problem> {
  if (who === 'open' || claim === null) return { kind: 'caller', caller: null };
  const isForNone = alsoOperators === true && claim.kind === 'operator' && claim.tenantId === null;
  if (who === 'operator' || isForNone) return asOperator(claim);
  const wanted = { scope: who, reads: method === 'get' };
  return asTenant(database, claim, wanted, async (caller): Promise<Recognised> => ({ kind: 'caller', caller }));
}

/** What concerns all tenants is not done for one: with X-TENANT-ID, `POST /v1/sync-all` would start more than was meant. */
function asOperator(claim: Claim): Recognised | Problem {
  if (claim.kind !== 'operator') return keyRefused('no_operator_key');
  if (claim.tenantId !== null) {
    return headerProblem(
      'X-TENANT-ID',
      'must not stand here: this request is about no tenant, or names it in its path',
    );
  }
  return { kind: 'caller', caller: claim.caller };
}
