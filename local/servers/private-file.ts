import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

/**
 * Reads a file of local mode; null when there is none.
 *
 * @throws when it is damaged, without the cause: a JSON error quotes the text, and with it the keys.
 */
export function readPrivateFile<Content>(file: string, schema: z.ZodType<Content>): Content | null {
  if (!existsSync(file)) return null;
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new Error(`${file} is damaged: restore it, or remove ${dirname(file)} to start anew.`);
  }
}

/** Writes it readable by its owner only, and whole or not at all. */
export function writePrivateFile(file: string, content: object): void {
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, file);
}
