import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { deliveriesQueue, TASK_QUEUE } from '../model/workflow-ids';
import { type RegisteredSearchAttributes, registeredSearchAttributes } from './registered-search-attributes';

/** A request to Temporal that takes longer is given up: whoever asked over HTTP is told to repeat it. */
const DEADLINE_MS = 5_000;

/** Four tries are over within about a second: long enough for a dropped connection, not for a server that is away. */
const TRIES = 4;

export interface TemporalClient {
  readonly taskQueue: string;
  readonly deliveriesQueue: string;
  readonly searchAttributes: RegisteredSearchAttributes;
  /** Runs `work` under one deadline for all of its requests: 5 seconds, unless its caller is in a hurry. */
  ask<Result>(work: (client: Client) => Promise<Result>, longestMs?: number): Promise<Result>;
  /** Answers or throws; for readiness. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface TemporalClientOptions {
  /** What matters to an operator and stops nothing. */
  warn(message: string): void;
  /** Only tests have queues of their own. */
  taskQueue?: string;
}

/**
 * The client of Temporal as its own tools configure it (`TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, `TEMPORAL_API_KEY`,
 * `TEMPORAL_TLS…`). It connects at the first request, so that the process starts while Temporal is away.
 */
export function connectClient({ warn, taskQueue = TASK_QUEUE }: TemporalClientOptions): TemporalClient {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = Connection.lazy({
    ...connectionOptions,
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: TRIES }))],
  });
  const client = new Client({ connection, namespace });
  const ask: TemporalClient['ask'] = (work, longestMs = DEADLINE_MS) =>
    client.withDeadline(Date.now() + longestMs, () => work(client));

  return {
    taskQueue,
    deliveriesQueue: deliveriesQueue(taskQueue),
    searchAttributes: registeredSearchAttributes({ connection, namespace, warn }),
    ask,
    ping: async () => {
      await ask(() => connection.workflowService.describeNamespace({ namespace }));
    },
    close: () => connection.close(),
  };
}
