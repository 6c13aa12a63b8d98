import { randomBytes } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { registeredSearchAttributes } from '../../src/temporal/registered-search-attributes';
import { testTemporal } from './temporal';
import { until } from './until';

/**
 * Gives this test file a namespace of its own: for sweeps and schedules, whose ids are the same in every test. Call it
 * before anything connects.
 */
export async function useOwnNamespace(): Promise<void> {
  await useNamespace((connection, namespace) =>
    registeredSearchAttributes({ connection, namespace, warn: console.warn }).register(),
  );
}

/** The same, as an operator makes one who has not read that we like to have search attributes. */
export async function useNamespaceWithoutAttributes(): Promise<void> {
  await useNamespace(async (connection, namespace) => {
    await connection.operatorService.listSearchAttributes({ namespace });
  });
}

/** A new namespace is not known to every part of the server at once: `firstUse` is tried until it works. */
async function useNamespace(firstUse: (connection: Connection, namespace: string) => Promise<void>): Promise<void> {
  const namespace = `test-${randomBytes(6).toString('hex')}`;
  const connection = await Connection.connect({ address: testTemporal().address });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs('1 day'),
    });
    await until(`namespace ${namespace} is known everywhere`, () =>
      firstUse(connection, namespace).then(
        () => true,
        () => false,
      ),
    );
  } finally {
    await connection.close();
  }
  process.env.TEST_TEMPORAL_NAMESPACE = namespace;
  process.env.TEMPORAL_NAMESPACE = namespace;
}
