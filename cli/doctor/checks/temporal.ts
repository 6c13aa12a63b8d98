import { isGrpcServiceError } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../../../src/model/search-attributes';
import { reasonOf } from '../../../src/process/reason-of';
import { EVERY_SCHEDULE_ID } from '../../../src/temporal/schedules';
import { readSchedules } from '../../../src/temporal/schedules/read-schedules';
import { readTaskQueues } from '../../../src/temporal/task-queues';
import { temporalAddress } from '../../../src/temporal/unavailable';
import { type Check, failed, ok, warn } from '../check';

/** gRPC status code of what is not there. */
const NOT_FOUND = 5;

export const temporal: Check = {
  name: 'temporal',
  needs: [],
  async look({ temporal: asked }) {
    try {
      const { serverVersion } = await asked.ask((client) => client.workflowService.getSystemInfo({}));
      return ok(`${temporalAddress()} answers, version ${serverVersion}`);
    } catch (error) {
      return failed(
        `${temporalAddress()} does not answer: ${reasonOf(error)}`,
        'Start it, or correct TEMPORAL_ADDRESS, TEMPORAL_TLS… and TEMPORAL_API_KEY.',
      );
    }
  },
};

export const namespace: Check = {
  name: 'temporal namespace',
  needs: ['temporal'],
  async look({ temporal: asked }) {
    try {
      const name = await asked.ask(async (client) => {
        await client.workflowService.describeNamespace({ namespace: client.options.namespace });
        return client.options.namespace;
      });
      return ok(name);
    } catch (error) {
      if (!isGrpcServiceError(error) || Number(error.code) !== NOT_FOUND) throw error;
      return failed(
        'there is none of that name',
        'Make it (`temporal operator namespace create`), or correct TEMPORAL_NAMESPACE.',
      );
    }
  },
};

export const searchAttributes: Check = {
  name: 'search attributes',
  needs: ['temporal', 'temporal namespace'],
  async look({ temporal: asked }) {
    const registered: string[] = (await asked.searchAttributes.names()).map((field) => SEARCH_ATTRIBUTES[field].name);
    const missing = Object.values(SEARCH_ATTRIBUTES).flatMap(({ name }) => (registered.includes(name) ? [] : [name]));
    if (missing.length === 0) return ok('all are registered');
    return warn(
      `not registered: ${missing.join(', ')}`,
      'Workflows run without them, and cannot be filtered by them. `npm run migrate` registers them, if it may.',
    );
  },
};

export const schedules: Check = {
  name: 'schedules',
  needs: ['temporal', 'temporal namespace'],
  async look({ temporal: asked }) {
    const states = await readSchedules(asked);
    const missing = EVERY_SCHEDULE_ID.filter((id) => !states.some((state) => state.id === id));
    if (missing.length > 0) {
      return failed(`missing: ${missing.join(', ')}`, 'Run `npm run schedules`: it makes those that are missing.');
    }
    const paused = states.filter((state) => state.paused).map(({ id }) => id);
    if (paused.length === 0) return ok(`all ${states.length} act`);
    return warn(`paused: ${paused.join(', ')}`, 'If that is no longer meant: `catalog-sync schedules resume <id>`.');
  },
};

/** A worker asks for workflows and activities, each on its own. */
export const workers: Check = {
  name: 'workers',
  needs: ['temporal', 'temporal namespace'],
  async look({ temporal: asked }) {
    const queues = await readTaskQueues(asked);
    const unasked = queues.filter(({ pollers }) => pollers === 0);
    if (unasked.length === 0) {
      return ok(queues.map(({ name, kind, pollers }) => `${name} (${kind}): ${pollers}`).join(', '));
    }
    return failed(
      `nobody asks for the work of ${unasked.map(({ name, kind, backlog }) => `${name} (${kind}, ${backlog} waiting)`).join(', ')}`,
      'Start workers (`npm run worker`), with the same TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE.',
    );
  },
};
