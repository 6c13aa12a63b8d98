import { rmSync } from 'node:fs';
import './global-setup';

export default function globalTeardown(): void {
  const folder = globalThis.workflowTestFolder;
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
