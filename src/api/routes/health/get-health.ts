import { z } from 'zod';
import { DATABASE_ROLES, databaseRoles } from '../../../database/roles/database-roles';
import type { SystemSql } from '../../../database/sql';
import { oldestPendingHintAt } from '../../../hints/left/oldest-pending';
import { oldestUnworkedAt } from '../../../runs/standing/oldest-unworked';
import { countSealedBy, type SealedBy, unreadableStores } from '../../../stores/keys/sealing-keys';
import { readTaskQueues } from '../../../temporal/task-queues';
import { partsOf } from '../../actions/parts-of';
import { ok } from '../../http/answer';
import { route } from '../../http/route';
import { Moment } from '../../schemas/fields';

const Part = z.enum(['up', 'away']);

const TaskQueue = z
  .strictObject({
    name: z.string(),
    kind: z.enum(['workflow', 'activity']).meta({ description: 'Workers ask for both, each on its own' }),
    last_poll_at: Moment.nullable().meta({
      description: 'When a worker last asked for work: an idle one does each minute. null: not within five minutes',
    }),
    pollers: z.int().meta({ description: 'Workers that asked within the last 90 seconds' }),
    backlog: z.int().meta({ description: 'Tasks that wait for a worker, approximately' }),
  })
  .meta({ id: 'TaskQueue' });

export const getHealth = route({
  method: 'get',
  path: '/v1/health',
  operationId: 'getHealth',
  who: 'operator',
  summary: 'Whether somebody does the work',
  description: '`/readyz` says whether this process can serve; this says whether workers ask for what it starts.',
  answers: {
    200: z.strictObject({
      database: Part,
      database_roles: z.enum(DATABASE_ROLES).nullable().meta({
        description:
          'two: the programs’ role does not own the schema. one: it does (MIGRATION_DATABASE_URL is not used). null: not known',
      }),
      temporal: Part,
      task_queues: z.array(TaskQueue).meta({ description: 'Empty while Temporal is away' }),
      sealed_credentials: z
        .strictObject({
          by_first_key: z.int(),
          by_older_keys: z.int().meta({ description: '`npm run reseal` seals them anew' }),
          by_unknown_keys: z.int().meta({ description: 'Their stores cannot be read: CREDENTIALS_KEY lacks the key' }),
        })
        .nullable()
        .meta({ description: 'How many stores; null while the database is away' }),
      oldest_unworked_run_at: Moment.nullable().meta({
        description: 'Since when the oldest open run has waited for a worker; null: none for a minute, or not known',
      }),
      oldest_pending_hint_at: Moment.nullable().meta({
        description:
          'Since when the oldest news of a store, by webhook, waits to be read, without what a person or a brake holds; null: none, or not known',
      }),
    }),
  },

  async handle({ services }) {
    const { database, temporal, log, sealer } = services;
    const parts = await partsOf(services);
    const orNull = (what: string) => (error: unknown) => {
      log.warn({ err: error }, what);
      return null;
    };
    const unknown = orNull('Temporal could not be asked about the work');
    const isUp = parts.temporal === 'up';
    const names = [temporal.taskQueue, temporal.deliveriesQueue];
    const read = () => Promise.all(names.map((name) => readTaskQueues(temporal, name)));
    const queues = isUp ? await read().catch(unknown) : null;
    const unworkedAt =
      isUp && parts.database === 'up' ? await oldestUnworkedAt(database, temporal).catch(unknown) : null;
    const task_queues = (queues ?? [])
      .flat()
      .map(({ lastPollAt, ...queue }) => ({ ...queue, last_poll_at: lastPollAt }));
    const ofDatabase = async <Told>(read: (sql: SystemSql) => Promise<Told>, what: string): Promise<Told | null> =>
      parts.database === 'up' ? database.readSystem(read).catch(orNull(what)) : null;
    const roles = await ofDatabase(databaseRoles, 'the database could not be asked about its roles');
    const countSealed = (sql: SystemSql) => countSealedBy(sql, sealer);
    const sealedBy = await ofDatabase(countSealed, 'the keys of sealed credentials could not be counted');
    const sealed_credentials = sealedBy && sealedView(sealedBy);
    const hintAt = await ofDatabase(oldestPendingHintAt, 'the oldest hint could not be looked for');
    return ok({
      ...parts,
      database_roles: roles,
      task_queues,
      sealed_credentials,
      oldest_unworked_run_at: unworkedAt,
      oldest_pending_hint_at: hintAt,
    });
  },
});

const sealedView = (sealed: SealedBy) => ({
  by_first_key: sealed.current,
  by_older_keys: sealed.older,
  by_unknown_keys: unreadableStores(sealed),
});
