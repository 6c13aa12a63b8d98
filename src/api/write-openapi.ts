import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiOf } from './openapi';
import { ROUTES } from './routes';

/** Writes the contract for those who read it in the repository; a test says when it is out of date. */
const file = join(process.cwd(), 'docs/openapi.json');
writeFileSync(file, `${JSON.stringify(openApiOf(ROUTES), null, 2)}\n`);
console.log(`Wrote ${file}`);
