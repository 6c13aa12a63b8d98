import { createHash } from 'node:crypto';

/** What a cursor belongs to: the endpoint, the tenant and the filters. A cursor of another list is refused. */
export type CursorScope = readonly (string | number | boolean | null | undefined)[];

/**
 * The sort key of the last item, opaque to clients. The checksum tells apart what this list made from everything
 * else; it is no secret, as a cursor opens nothing: the list's own filters, the tenant first, hold on every page.
 */
export function writeCursor(scope: CursorScope, key: readonly string[]): string {
  return Buffer.from(JSON.stringify([checksum(scope, key), ...key])).toString('base64url');
}

/** null when this list did not make the text. */
export function readCursor(scope: CursorScope, text: string): string[] | null {
  const parts = parse(Buffer.from(text, 'base64url').toString('utf8'));
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return null;
  const [sum, ...key] = parts;
  return sum === checksum(scope, key) ? key : null;
}

function checksum(scope: CursorScope, key: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([scope, key]))
    .digest('base64url')
    .slice(0, 16);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
