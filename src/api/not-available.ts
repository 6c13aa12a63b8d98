import { problem } from './problem';
import type { Route, RouteContract } from './route';

/** A route of the contract that this version does not have: whoever asks for it is told what there is instead. */
export function notAvailable(
  contract: Pick<RouteContract, 'method' | 'path' | 'who' | 'summary'>,
  instead: string,
): Route {
  return {
    ...contract,
    description: `Not available in this version. ${instead}`,
    answers: {},
    params: null,
    query: null,
    body: null,
    readsBody: false,
    answer: async () => problem('invalid_request', `${contract.summary} is not available in this version. ${instead}`),
  };
}
