import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type BodyBudget, bodyBudget } from './body-budget';
import { codeOf } from './problem-of-answer';

const unzip = promisify(gunzip);

/** Sixteen of the largest pages, or hundreds of usual ones. */
const ofThisProcess = bodyBudget(256 * 1024 * 1024);

/** `text` of one that is too large: its beginning, as far as it can be read. `dropped`: see `BodyBudget`. */
export type ReadBody = { kind: 'read' | 'too_large' | 'dropped'; text: string };

/**
 * The text of a body, at most so many bytes of it unpacked: 16 MB of zeros are 16 kB on the wire. A proxy may remove the
 * header that says that it is packed, so its first two bytes decide, too.
 */
export async function readBody(
  body: AsyncIterable<Buffer>,
  encoding: string | string[] | undefined,
  mostBytes: number,
  budget: BodyBudget = ofThisProcess,
): Promise<ReadBody> {
  const held = budget.open();
  try {
    for await (const chunk of body) {
      // Leaving the loop closes the connection: what follows is not read.
      if (!held.add(chunk)) return { kind: 'dropped', text: '' };
      if (held.bytes > mostBytes) break;
    }
    const packed = held.whole();
    const isPacked = packed.length > 0 && (/gzip/i.test(encoding?.toString() ?? '') || startsAsGzip(packed));
    if (packed.length > mostBytes) {
      return { kind: 'too_large', text: isPacked ? '' : packed.toString('utf8', 0, mostBytes) };
    }
    if (!isPacked) return { kind: 'read', text: packed.toString('utf8') };
    return await unpacked(packed, mostBytes);
  } finally {
    held.close();
  }
}

async function unpacked(packed: Buffer, mostBytes: number): Promise<ReadBody> {
  try {
    return { kind: 'read', text: (await unzip(packed, { maxOutputLength: mostBytes })).toString('utf8') };
  } catch (error) {
    if (codeOf(error).code === 'ERR_BUFFER_TOO_LARGE') return { kind: 'too_large', text: '' };
    throw error;
  }
}

/** No text begins with these: 0x1f is a control character, 0x8b no first byte of UTF-8. */
function startsAsGzip(body: Buffer): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}
