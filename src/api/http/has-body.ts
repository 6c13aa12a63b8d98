import type { IncomingMessage } from 'node:http';

/** Whether a body comes with a request, by its headers: a chunked one does not say how long it is. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
