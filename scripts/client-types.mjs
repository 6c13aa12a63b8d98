// Compares the client's generated types with docs/openapi.json; `--write` writes them (npm run write-client).
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const CONTRACT = join(ROOT, 'docs/openapi.json');
const TYPES = join(ROOT, 'clients/typescript/src/generated/api.ts');

/** What has a default may be left out of a request. */
const types = await openapiTS(pathToFileURL(CONTRACT), { defaultNonNullable: false });
const text = `${COMMENT_HEADER}${astToString(types)}`;
if (process.argv.includes('--write')) {
  writeFileSync(TYPES, text);
} else if (readFileSync(TYPES, 'utf8') !== text) {
  console.log('The client has other types than docs/openapi.json: npm run write-client');
  process.exitCode = 1;
}
