import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { codeOf } from './problem-of-answer';

const unzip = promisify(gunzip);

/** `text` of one that is too large: its beginning, as far as it can be read. */
export type ReadBody = { kind: 'read' | 'too_large'; text: string };

/**
 * The text of a body, at most so many bytes of it unpacked: 16 MB of zeros are 16 kB on the wire. A proxy may remove the
 * header that says that it is packed, so its first two bytes decide, too.
 */
export async function readBody(
  body: AsyncIterable<Buffer>,
  encoding: string | string[] | undefined,
  mostBytes: number,
): Promise<ReadBody> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    // Leaving the loop closes the connection: what follows is not read.
    if (bytes > mostBytes) break;
  }
  const packed = Buffer.concat(chunks, bytes);
  const isPacked = bytes > 0 && (/gzip/i.test(encoding?.toString() ?? '') || startsAsGzip(packed));
  if (bytes > mostBytes) return { kind: 'too_large', text: isPacked ? '' : packed.toString('utf8', 0, mostBytes) };
  if (!isPacked) return { kind: 'read', text: packed.toString('utf8') };
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
