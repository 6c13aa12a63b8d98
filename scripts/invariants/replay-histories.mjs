import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../../test/replay/histories');
const EXPORTS = /^export \{ \w+ \} from '\.\/([\w-]+)';$/;

/** A folder a workflow, named as its file is. */
const saved = new Set(readdirSync(FOLDER));

export default {
  name: 'every workflow has a saved history that is replayed (npm run save-histories)',
  applies: (path) => path === 'src/workflows/index.ts',
  problems: ({ lines }) =>
    lines.flatMap((line, index) => {
      const [, workflow] = EXPORTS.exec(line) ?? [];
      return workflow === undefined || saved.has(workflow) ? [] : [`line ${index + 1}: ${workflow} has none`];
    }),
  mustFlag: ["export { GhostWorkflow } from './ghost';"],
  mustPass: ["export { MaintenanceWorkflow } from './maintenance';", "import { ghost } from './ghost';"],
};
