import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../process/run-program';
import { openApiOf } from './openapi';
import { ROUTES } from './routes';

/** Writes the contract for those who read it in the repository; a test says when it is out of date. */
async function main(): Promise<void> {
  const file = join(process.cwd(), 'docs/openapi.json');
  writeFileSync(file, `${JSON.stringify(openApiOf(ROUTES), null, 2)}\n`);
  console.log(`Wrote ${file}`);
}

runProgram(main);
