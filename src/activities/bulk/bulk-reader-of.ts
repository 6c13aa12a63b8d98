import type { BulkReader } from '../../platforms/bulk-reader';
import type { OpenedStore } from '../store/open-store';

/** Only runs of stores that have one are told to read in bulk. */
export function bulkReaderOf({ connection }: OpenedStore): BulkReader {
  if (connection.bulk === undefined) throw new Error('this platform cannot be read in bulk');
  return connection.bulk;
}
