import { tableLines } from '../output/table';
import type { AddCommand } from './command';
import { addressOf } from './find-store';
import { LIMIT, limitOf, listed, moreLine } from './listed';

/** `stores` */
export const addStores: AddCommand = (program, open) => {
  program
    .command('stores')
    .description('list the connected stores')
    .option('--late', 'only those that were not seen for two of their intervals')
    .option(...LIMIT)
    .action(async (options: { late?: true; limit: string }, command) => {
      const { print, as } = open(command);
      const { most, limit } = limitOf(options.limit);
      const query = { limit, ...(options.late && { late: 'true' as const }) };
      const found = await listed(as('tenant').pages('/v1/stores', { params: { query } }), most);
      print.result(found, () => [
        ...tableLines(
          found.items,
          [
            { title: 'id', of: ({ id }) => id },
            { title: 'name', of: ({ name }) => name },
            { title: 'address', of: (store) => addressOf(store) },
            { title: 'status', of: ({ status }) => status },
            { title: 'products', of: ({ product_count }) => product_count },
            { title: 'set aside', of: ({ set_aside_count }) => set_aside_count },
            {
              title: 'why',
              of: ({ status_detail, listing_short }) => status_detail ?? listing_short?.message ?? '',
              most: 80,
            },
          ],
          print.paint,
        ),
        ...moreLine(found),
      ]);
    });
};
