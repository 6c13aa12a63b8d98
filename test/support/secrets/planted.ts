import { Client, Connection } from '@temporalio/client';
import { rowsWith } from './rows-with';
import { eachHistory } from './search-histories';

/**
 * What credentials look like: keys and secrets of WooCommerce, tokens of Shopify, our own API keys, and the first two as a
 * Basic header has them. Every test's are of these forms, so that each test looks for leaks without knowing it (I8).
 */
const FORMS = [
  'c[ks]_[0-9a-f]{40}',
  'shp[a-z]{2,3}_[0-9a-f]{32}',
  'cs_[0-9a-f]{12}_[A-Za-z0-9_-]{20,}',
  'Basic Y2tf[A-Za-z0-9+/]{40,}',
].join('|');

const MOST = 5;

/** @throws when a row of the database holds a credential, with the table and what is around it. */
export async function refuseSecretsInTables(databaseUrl: string): Promise<void> {
  const rows = await rowsWith(databaseUrl, FORMS, MOST);
  const found = rows.map(({ table, row }) => `  ${table}: ${around(row)}`);
  if (found.length > 0) throw new Error(`I8 credentials stand in tables of the test's database:\n${found.join('\n')}`);
}

/** @throws when a history of any namespace holds one, with the workflow. Answers how many were looked through. */
export async function refuseSecretsInHistories(address: string): Promise<number> {
  const connection = await Connection.connect({ address });
  try {
    const { namespaces } = await connection.workflowService.listNamespaces({ pageSize: 1_000 });
    const found: string[] = [];
    let histories = 0;
    for (const namespace of namespaces.flatMap(({ namespaceInfo }) => namespaceInfo?.name ?? [])) {
      if (namespace === 'temporal-system') continue;
      const client = new Client({ connection, namespace });
      const look = (place: string, history: string): void => {
        if (expression.test(history)) found.push(`  ${place}: ${around(history)}`);
      };
      histories += await eachHistory((work) => work(client), look);
    }
    if (found.length > 0) throw new Error(`I8 credentials stand in histories:\n${found.slice(0, 20).join('\n')}`);
    return histories;
  } finally {
    await connection.close();
  }
}

/** @throws when a line of a log holds one. */
export function refuseSecretsInLog(lines: readonly string[]): void {
  const found = lines.filter((line) => expression.test(line)).map((line) => `  ${around(line)}`);
  if (found.length > 0) throw new Error(`I8 credentials stand in the log:\n${found.slice(0, MOST).join('\n')}`);
}

const expression = new RegExp(FORMS, 'i');

function around(text: string): string {
  const at = text.search(expression);
  return text.slice(Math.max(0, at - 120), at + 60);
}
