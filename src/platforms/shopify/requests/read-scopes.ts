import { z } from 'zod';
import type { StoreProblem } from '../../problem';
import { grantedScopes } from '../queries/shop';
import type { AdminApi, Task } from './admin-api';
import { refusalAsProblem } from './ask-smaller';

export const Installation = z.object({ accessScopes: z.array(z.object({ handle: z.string().max(200) })).max(500) });

const Granted = z.object({ currentAppInstallation: Installation });

/** What the token may do, or that it may not read products at all. */
export async function readScopes(api: AdminApi, task: Task): Promise<string[] | StoreProblem> {
  const answer = refusalAsProblem(await api.ask({ document: grantedScopes, shape: Granted }, task));
  if (answer.kind !== 'data') return answer;
  const scopes = handlesOf(answer.data.currentAppInstallation);
  return missingReadProducts(scopes) ?? scopes;
}

export function handlesOf({ accessScopes }: z.infer<typeof Installation>): string[] {
  return accessScopes.map(({ handle }) => handle).sort();
}

/** Shopify lists `write_products` without the `read_products` that it includes. */
export function missingReadProducts(scopes: readonly string[]): StoreProblem | null {
  if (scopes.includes('read_products') || scopes.includes('write_products')) return null;
  const has = scopes.length === 0 ? 'no scope at all' : scopes.slice(0, 20).join(', ');
  return {
    kind: 'forbidden',
    detail: `the app lacks the scope read_products (it has ${has}): grant it, then connect again`,
  };
}
