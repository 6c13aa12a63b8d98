/** Workflows of one worker may share a module: state at its level would leak from one run into another. */
const MODULE_STATE = /^(export\s+)?(let|var)\s/;

export default {
  name: 'workflows keep no state at module level',
  applies: (path) => path.startsWith('src/workflows/'),
  problems: ({ lines }) =>
    lines.flatMap((line, index) => (MODULE_STATE.test(line) ? [`line ${index + 1}: ${line.trim()}`] : [])),
  mustFlag: ['let paused = false;', 'export var runs = 0;'],
  mustPass: ['  let paused = false;', 'const POLICY = {};', 'letter = 1;'],
};
