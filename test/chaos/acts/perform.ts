import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { ApiAway, ApiProblem } from '../../../local/demo/api-client';
import { isPassingDatabaseError } from '../../../src/database/postgres-error';
import type { ChaosEvent, Happening } from '../plan/events';
import type { ChaosWorld } from '../world/start-world';
import type { Acts } from './acts';
import { dueActs } from './due-acts';
import { followChanges } from './follow-changes';
import { peopleActs } from './people-acts';
import { shopActs } from './shop-acts';
import { triggerActs } from './trigger-acts';
import { webhookActs } from './webhook-acts';

/** `refused`: the API's own no, such as a 409. `away`: a program that was killed did not answer. */
export type Outcome = 'done' | 'nothing to do' | 'refused' | 'away' | 'wrong';

/** What the API may answer when it is well: not in this state, not there any more, the store does not let us in. */
const REFUSALS = [404, 409, 422];

/** Does what an event says, whatever is down meanwhile. Answers what came of it. */
export function performer(world: ChaosWorld, report: (violation: string) => void) {
  const acts: Acts = {
    ...shopActs,
    ...triggerActs,
    ...dueActs,
    ...peopleActs,
    ...webhookActs,
    follow: followChanges(report),
    kill: async ({ programs }, { victim }) => programs.kill(victim),
  };

  return async (event: ChaosEvent): Promise<Outcome> => {
    const act = acts[event.kind] as (world: ChaosWorld, event: Happening) => Promise<boolean>;
    try {
      return (await act(world, event)) ? 'done' : 'nothing to do';
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome === 'wrong') report(`${event.kind}: ${error instanceof Error ? error.stack : String(error)}`);
      return outcome;
    }
  };
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof WorkflowNotFoundError) return 'nothing to do';
  if (error instanceof ApiProblem) {
    if (error.status === 503) return 'away';
    return REFUSALS.includes(error.status) ? 'refused' : 'wrong';
  }
  return isAway(error) ? 'away' : 'wrong';
}

/**
 * fetch says "fetch failed" or "terminated"; a half answer is no JSON. By name: within Jest, errors of Node's own are of
 * another realm and no `instanceof` knows them.
 */
export function isAway(error: unknown): boolean {
  if (error instanceof ApiProblem) return error.status === 503;
  if (error instanceof ApiAway) return true;
  if (error instanceof ServiceError || isPassingDatabaseError(error)) return true;
  const { name = '', message = '' } = error as Partial<Error>;
  if (name === 'TypeError') return ['fetch failed', 'terminated'].includes(message);
  return name === 'SyntaxError' || /UNAVAILABLE|DEADLINE_EXCEEDED|CANCELLED/.test(message);
}
