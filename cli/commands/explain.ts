import { type Client, orThrow } from '../../clients/typescript/src/index';
import { plainText } from '../output/plain-text';
import { tableLines } from '../output/table';
import type { AddCommand } from './command';
import { findStore, isUuid } from './find-store';

/** `explain <product>` */
export const addExplain: AddCommand = (program, open) => {
  program
    .command('explain')
    .description('say why a product is as it is, or why it is not there')
    .argument('<product>', 'its id; or its external id, SKU, title or address in a store')
    .option('--store <store>', 'id or name of the store; may be left out where there is only one')
    .action(async (product: string, options: { store?: string }, command) => {
      const { print, as } = open(command);
      const { data, items, sentences, next_step } = await explained(as('tenant'), product, options.store);
      print.result(data, () => [
        ...tableLines(
          items,
          [
            { title: 'product', of: ({ id }) => id },
            { title: 'external id', of: ({ external_id }) => external_id },
            { title: 'title', of: ({ title }) => title },
            { title: 'active', of: ({ is_active }) => (is_active ? 'yes' : 'no') },
          ],
          print.paint,
        ),
        ...sentences.map(plainText),
        ...(next_step === null ? [] : [plainText(next_step)]),
      ]);
    });
};

async function explained(client: Client, product: string, store: string | undefined) {
  if (isUuid(product) && store === undefined) {
    const path = { id: product };
    const data = orThrow(await client.GET('/v1/catalog/products/{id}/explain', { params: { path } }));
    return { data, items: [data.product], sentences: data.sentences, next_step: data.next_step };
  }
  const { id: store_id } = await findStore(client, store);
  const data = orThrow(await client.GET('/v1/catalog/explain', { params: { query: { store_id, q: product } } }));
  return { data, ...data };
}
