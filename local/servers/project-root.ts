import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The checkout's folder, whether this file runs from local/ (tests) or from dist/local/ (programs). */
export const PROJECT_ROOT = folderOf('package-lock.json');

function folderOf(file: string): string {
  let folder = __dirname;
  while (!existsSync(join(folder, file))) {
    if (folder === dirname(folder)) throw new Error(`no folder above ${__dirname} holds ${file}`);
    folder = dirname(folder);
  }
  return folder;
}
