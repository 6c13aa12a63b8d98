import { z } from 'zod';
import type { BulkFileRequest, BulkLine } from '../../bulk-reader';
import { beyondJsonLimits } from '../../http/json-limits';
import { streamFile } from '../../http/stream-file';
import type { StoreProblem } from '../../problem';
import type { StoreSurroundings } from '../../store-platform';

/** So much is held at a time; a line above it (a description may be 500 kB) is one piece of its own. */
const PIECE_BYTES = 1024 * 1024;

/** Nothing that we ask for is near it: what goes on without an end is no such file. */
const LONGEST_LINE_BYTES = 16 * PIECE_BYTES;

const NEWLINE = 0x0a;

/** They stand in an index. */
const Gid = z.string().max(200);

const Node = z.object({ id: Gid, __parentId: Gid.optional() });

/** The lines of a JSONL file. Neither token nor any other header of Shopify goes to its address: it is Google's. */
export async function* readLines(
  { url, fromByte, signal }: BulkFileRequest,
  surroundings: StoreSurroundings,
): AsyncGenerator<BulkLine[], StoreProblem | null> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let piece: BulkLine[] = [];
  let pieceBytes = 0;
  let endsAt = fromByte;

  const stream = streamFile({ url, fromByte, signal }, surroundings);
  for (;;) {
    const next = await stream.next();
    if (next.done) {
      if (piece.length > 0) yield piece;
      return next.value;
    }
    let from = 0;
    for (let end = next.value.indexOf(NEWLINE); end !== -1; end = next.value.indexOf(NEWLINE, from)) {
      const bytes = Buffer.concat([...rest, next.value.subarray(from, end)]);
      rest = [];
      restBytes = 0;
      from = end + 1;
      endsAt += bytes.length + 1;
      const line = lineOf(bytes.toString('utf8'), endsAt);
      if (line === null) {
        if (piece.length > 0) yield piece;
        return unreadableAt(endsAt);
      }
      piece.push(line);
      pieceBytes += bytes.length;
      if (pieceBytes >= PIECE_BYTES) {
        yield piece;
        piece = [];
        pieceBytes = 0;
      }
    }
    rest.push(next.value.subarray(from));
    restBytes += next.value.length - from;
    if (restBytes > LONGEST_LINE_BYTES) return unreadableAt(endsAt + restBytes);
  }
}

function unreadableAt(byte: number): StoreProblem {
  return { kind: 'unreadable', status: 200, detail: `the bulk file holds no readable line before byte ${byte}` };
}

function lineOf(text: string, endsAt: number): BulkLine | null {
  if (beyondJsonLimits(text) !== null) return null;
  try {
    const { id, __parentId } = Node.parse(JSON.parse(text));
    return { gid: id, parentGid: __parentId ?? null, text, endsAt };
  } catch {
    return null;
  }
}
