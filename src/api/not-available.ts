import { z } from 'zod';
import { problem } from './http/problem';
import type { HandlingRoute, RouteContract } from './http/route';

/** A route of the contract that this version does not have: whoever asks for it is told what there is instead. */
export function notAvailable(
  contract: Pick<RouteContract, 'method' | 'path' | 'who' | 'summary'>,
  instead: string,
): HandlingRoute {
  return {
    kind: 'handling',
    ...contract,
    description: `Not available in this version. ${instead}`,
    answers: {},
    params: paramsOf(contract.path),
    query: null,
    body: null,
    readsBody: false,
    answer: async () => problem('invalid_request', `${contract.summary} is not available in this version. ${instead}`),
  };
}

function paramsOf(path: string): z.ZodObject | null {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return names.length === 0 ? null : z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
}
