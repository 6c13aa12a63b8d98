import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../local/servers/project-root';

/** The sources in a temporary folder, with the dummy platform in its place. */
export interface CopyWithDummy {
  root: string;
  /** What differs from the sources outside the dummy's folder, a line each: `<file>: <line>`. */
  touchedLines: string[];
  /** `npm run build`. Throws what the compiler said. */
  build(): Promise<void>;
  remove(): void;
}

/** What is built, and what builds it. */
const COPIED = ['src', 'local', 'simulators', 'bench', 'scripts'];
const COPIED_FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

const DUMMY = 'src/platforms/dummy';

/** The two lines that a platform needs outside its folder. */
const LINES = [
  {
    file: 'src/model/platform.ts',
    write: (text: string) => text.replace(/(export const PLATFORMS = \[.*)(\] as const;)/, "$1, 'dummy'$2"),
  },
  { file: 'src/platforms/registry.ts', write: (text: string) => `${text}export { dummy } from './dummy/dummy';\n` },
];

export function copyWithDummy(): CopyWithDummy {
  const root = mkdtempSync(join(tmpdir(), 'catalog-sync-dummy-'));
  for (const path of [...COPIED, ...COPIED_FILES])
    cpSync(join(PROJECT_ROOT, path), join(root, path), { recursive: true });
  symlinkSync(join(PROJECT_ROOT, 'node_modules'), join(root, 'node_modules'));

  cpSync(join(__dirname, 'dummy'), join(root, DUMMY), { recursive: true });
  for (const { file, write } of LINES) writeFileSync(join(root, file), write(readFileSync(join(root, file), 'utf8')));

  return {
    root,
    touchedLines: COPIED.flatMap((folder) => touchedLines(root, folder)),
    build: () =>
      new Promise((resolve, reject) => {
        execFile(process.execPath, ['scripts/build.mjs'], { cwd: root }, (error, said, complained) => {
          if (error === null) resolve();
          else reject(new Error(`The sources with a new platform do not build:\n${said}${complained}`));
        });
      }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Lines that one of the two has and the other has not; a changed line counts once, as it became. */
function touchedLines(root: string, folder: string): string[] {
  const [ours, copied] = [filesIn(PROJECT_ROOT, folder), filesIn(root, folder)];
  const outside = [...new Set([...ours, ...copied])].filter((file) => !file.startsWith(`${DUMMY}/`));
  return outside.flatMap((file) => {
    const [before, after] = [linesOf(PROJECT_ROOT, file), linesOf(root, file)];
    if (before.join() === after.join()) return [];
    const added = after.filter((line) => !before.includes(line));
    const removed = before.filter((line) => !after.includes(line));
    return [...added, ...removed.slice(added.length)].map((line) => `${file}: ${line}`);
  });
}

function filesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesIn(root, path) : [path];
  });
}

function linesOf(root: string, file: string): string[] {
  try {
    return readFileSync(join(root, file), 'utf8').split('\n');
  } catch {
    return []; // only the other one has it
  }
}
