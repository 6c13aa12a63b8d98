/** A comment of code, or a line of a document: what a reader follows by hand, and no compiler does. */
const COMMENT = /(?:^\s*(?:\/?\*|\/\/)|\s\/\/\s)(.*)$/;
/** A file by its name, with as much of its path as is given. */
const FILE = /(?<![\w.@<>{}$*/-])(?:\.{1,2}\/)*((?:[\w-]+\/)*[\w-][\w.-]*\.(?:ts|mjs|cjs|md|sql))\b/g;
/** A path from the root: to a file, a folder, or the beginning of some files' names. */
const PATH = /(?<![\w.@<>{}$/-])((?:src|local|simulators|test|bench|scripts|docs|drizzle)\/[\w./-]*\w)/g;

/** Looks at all files together. */
export default {
  name: 'comments and documents name files and folders that are there',
  ofAll: (files) => {
    const paths = files.map(({ path }) => path);
    const isThere = {
      file: (name) => paths.some((path) => path === name || path.endsWith(`/${name}`)),
      path: (start) => paths.some((path) => path.startsWith(start)),
    };
    return files
      .filter(({ path }) => /\.(ts|mjs|cjs|js|md)$/.test(path) && !path.startsWith('scripts/invariants/'))
      .flatMap(({ path, text }) =>
        text.split('\n').flatMap((line, index) => {
          const words = path.endsWith('.md') ? line : (COMMENT.exec(line)?.[1] ?? '');
          const missing = [
            ...named(FILE, words).filter((name) => !isThere.file(name)),
            ...named(PATH, words).filter((start) => !/\.\w+$/.test(start) && !isThere.path(start)),
          ];
          return missing.map((name) => `${path} line ${index + 1}: there is no ${name}`);
        }),
      );
  },
  mustFlag: [
    [{ path: 'src/open.ts', text: '/** See `shut.ts`. */' }],
    [{ path: 'src/open.ts', text: '  // as in src/shut' }],
    [{ path: 'docs/a.md', text: 'Tried by [shut](../test/shut.unit.test.ts).' }],
  ],
  mustPass: [
    [
      {
        path: 'src/rooms/open.ts',
        text: "/** `open.ts`, `rooms/open.ts`, src/rooms/<room> */\nconst name = 'shut.ts';",
      },
    ],
    [{ path: 'docs/a.md', text: 'See [a](../docs/a.md), `npx jest docs/a`, `*.unit.test.ts`.' }],
  ],
};

function named(pattern, words) {
  return [...words.matchAll(pattern)].map(([, name]) => name);
}
