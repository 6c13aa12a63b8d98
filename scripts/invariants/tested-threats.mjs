const MODEL = 'docs/threat-model.md';
const THREAT = /^\| (\d[STRIDE]\d+) \|/;
/** `[limits](../test/api/limits.integration.test.ts) “a part of the name”, “of another one”` */
const PROOF = /\[[^\]]+\]\(\.\.\/(test\/[^)]+)\)((?:(?:, | )“[^”]+”)*)/g;
/** A threat that no test of ours can hold says so. */
const UNTESTED = /\*(no test|a check)/i;

/** Looks at all files together. */
export default {
  name: 'each threat names the tests that hold it, and they are there',
  ofAll: (files) => {
    const texts = new Map(files.map(({ path, text }) => [path, text]));
    const lines = (texts.get(MODEL) ?? '').split('\n');
    return lines.flatMap((line, index) =>
      problemsOf(line, texts).map((problem) => `${MODEL} line ${index + 1}: ${problem}`),
    );
  },
  mustFlag: [
    model('| 1S1 | threat | wall | |'),
    model('| 1S1 | threat | wall | [lock](../test/lock.unit.test.ts) |'),
    model('| 1S1 | threat | wall | [lock](../test/lock.unit.test.ts) “is open” |'),
    model('| 1S1 | threat | wall | [lock](../test/lock.unit.test.ts) “is shut”, “is open” |'),
    model('| 1S1 | threat | wall | [door](../test/door.unit.test.ts) “is shut” |'),
    model('| 1S1 | threat | wall | [lock](../test/lock.unit.test.ts) “is shut” |\n| 1S1 | again | wall | *no test* |'),
  ],
  mustPass: [
    model('| 1S1 | threat | wall | [lock](../test/lock.unit.test.ts) “is shut” |'),
    model('| 3E1 | threat | *no test*: the network | |'),
    model('| | threat | wall | test |'),
  ],
};

function problemsOf(line, texts) {
  const [, id] = THREAT.exec(line) ?? [];
  if (id === undefined) return [];
  const rows = texts
    .get(MODEL)
    .split('\n')
    .filter((other) => other.startsWith(`| ${id} |`));
  if (rows.length > 1) return [`${id} stands twice`];

  const proofs = [...line.matchAll(PROOF)];
  if (proofs.length === 0) return UNTESTED.test(line) ? [] : [`${id} names no test`];
  return proofs.flatMap(([, path, quoted]) => {
    const names = [...quoted.matchAll(/“([^”]+)”/g)].map(([, name]) => name);
    if (names.length === 0) return [`${id} names no test in ${path}`];
    return names.filter((name) => !texts.get(path)?.includes(name)).map((name) => `${path} has no test “${name}”`);
  });
}

function model(text) {
  return [
    { path: MODEL, text },
    { path: 'test/lock.unit.test.ts', text: "it('is shut', () => {});" },
  ];
}
