import { z } from 'zod';
import { problem } from '../http/problem';
import type { HandlingRoute, RouteContract } from '../http/route';

export const NOT_AVAILABLE = [
  notAvailable(
    { method: 'get', path: '/metrics', operationId: 'getMetrics', who: 'open', summary: 'Metrics for Prometheus' },
    'GET /readyz says whether the service works, and the logs hold counts and durations.',
  ),
];

/** A route of the contract that this version does not have: whoever asks for it is told what there is instead. */
function notAvailable(
  contract: Pick<RouteContract, 'method' | 'path' | 'operationId' | 'who' | 'summary'>,
  instead: string,
): HandlingRoute {
  return {
    kind: 'handling',
    ...contract,
    description: `Not available in this version. ${instead}`,
    answers: {},
    audits: { nothing: 'There is nothing that it does.' },
    params: paramsOf(contract.path),
    query: null,
    body: null,
    readsBody: false,
    overAll: null,
    answer: async () => problem('invalid_request', `${contract.summary} is not available in this version. ${instead}`),
  };
}

function paramsOf(path: string): z.ZodObject | null {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return names.length === 0 ? null : z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
}
