import { posix } from 'node:path';

/** More than a screen of names is no room but a store-room. */
const FILES_A_FOLDER = 25;
const ROOMS = /^(src|cli|clients|local|simulators|test)\/.*\.ts$/;
const IMPORT = /^(?:import|export) (?!type\b)[^'"]*?from '(\.[^']+)';/gms;

/**
 * Looks at all files together. Two folders of which neither lies in the other, and which import values of each other,
 * are one room with a wall through it.
 */
export default {
  name: `a folder has at most ${FILES_A_FOLDER} files, and no two folders below src need each other`,
  ofAll: (files) => {
    const rooms = files.filter(({ path }) => ROOMS.test(path));
    return [...crowded(rooms), ...bothWays(rooms.filter(({ path }) => path.startsWith('src/')))];
  },
  mustFlag: [
    Array.from({ length: FILES_A_FOLDER + 1 }, (_, number) => ({ path: `test/many/${number}.ts`, text: '' })),
    [
      { path: 'src/runs/open.ts', text: "import { lock } from '../stores/lock';" },
      { path: 'src/stores/lock.ts', text: "import {\n  type Run,\n  open,\n} from '../runs/open';" },
    ],
  ],
  mustPass: [
    Array.from({ length: FILES_A_FOLDER }, (_, number) => ({ path: `src/many/${number}.ts`, text: '' })),
    [
      { path: 'src/runs/open.ts', text: "import { lock } from '../stores/lock';" },
      { path: 'src/stores/lock.ts', text: "import type { Run } from '../runs/open';" },
    ],
    [
      { path: 'src/runs/open.ts', text: "import { ended } from './ended/close';" },
      { path: 'src/runs/ended/close.ts', text: "import { open } from '../open';" },
    ],
  ],
};

function crowded(files) {
  const counts = new Map();
  for (const { path } of files) counts.set(posix.dirname(path), (counts.get(posix.dirname(path)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > FILES_A_FOLDER)
    .map(([folder, count]) => `${folder}: ${count} files`);
}

function bothWays(files) {
  const arrows = new Map();
  for (const { path, text } of files) {
    for (const [statement, target] of text.matchAll(IMPORT)) {
      if (isOfTypes(statement)) continue;
      const arrow = roomsBetween(path, posix.join(posix.dirname(path), `${target}.ts`));
      if (arrow !== null) arrows.set(arrow.join(' and '), path);
    }
  }
  return [...arrows.keys()]
    .map((arrow) => arrow.split(' and '))
    .filter(([from, to]) => from < to && arrows.has(`${to} and ${from}`))
    .map(([from, to]) => `${from} and ${to}: ${arrows.get(`${from} and ${to}`)}, ${arrows.get(`${to} and ${from}`)}`);
}

/** `import { type A, type B }` brings no value either. */
function isOfTypes(statement) {
  const names = /\{([^}]*)\}/.exec(statement)?.[1] ?? '';
  const each = names
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return each.length > 0 && each.every((name) => name.startsWith('type '));
}

/** Where two paths part: the folders that stand side by side there; null when one of them stands above the other. */
function roomsBetween(from, to) {
  const [here, there] = [from.split('/'), to.split('/')];
  let depth = 0;
  while (here[depth] === there[depth]) depth += 1;
  if (depth >= here.length - 1 || depth >= there.length - 1) return null;
  return [here.slice(0, depth + 1).join('/'), there.slice(0, depth + 1).join('/')];
}
