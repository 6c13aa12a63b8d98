/** What is written speaks of the project alone, to a reader who has only the repository; and it promises nothing. */
const WORDS = ['TODO', 'FIXME', 'XXX', 'HACK'].map((word) => new RegExp(String.raw`\b${word}\b`));
const PHRASES = [
  /\/work\//,
  /['"`(\s]\/tmp\//,
  /\/(root|home\/\w+)\//,
  /\bshared\/(facts|style|design|api|recorded)/,
  /\bfacts\/\w+\.md\b/,
  /\b(sub-?agent|language model|as an ai|chatgpt|copilot)\b/i,
  /registry\.npmjs\.org|pypi\.org|files\.pythonhosted\.org/,
];

export default {
  name: 'comments and documents speak of the project alone',
  applies: (path) => path !== 'scripts/invariants/plain-words.mjs' && path !== 'package-lock.json',
  problems: ({ lines }) =>
    lines.flatMap((line, index) =>
      [...WORDS, ...PHRASES].some((phrase) => phrase.test(line))
        ? [`line ${index + 1}: ${line.trim().slice(0, 120)}`]
        : [],
    ),
  mustFlag: ['// TODO later', 'see shared/facts/shopify.md', 'cat /tmp/x'],
  mustPass: ['const todos = 1;', 'join(tmpdir(), name)', 'await import(`./facts`)'],
};
