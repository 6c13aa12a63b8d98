import { randomBytes } from 'node:crypto';
import { environmentVariable } from './environment-variable';

/** The dev server that all test files share: keep apart by task queues and workflow ids of one's own. */
export function testTemporal(): { address: string; namespace: string } {
  return {
    address: environmentVariable('TEST_TEMPORAL_ADDRESS'),
    namespace: environmentVariable('TEST_TEMPORAL_NAMESPACE'),
  };
}

/** A task queue that no other test file polls. */
export function uniqueTaskQueue(): string {
  return `test-${randomBytes(6).toString('hex')}`;
}
