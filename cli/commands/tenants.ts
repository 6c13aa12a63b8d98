import { orThrow } from '../../clients/typescript/src/index';
import { plainText } from '../output/plain-text';
import { tableLines } from '../output/table';
import type { AddCommand } from './command';
import { LIMIT, limitOf, listed, moreLine } from './listed';

/** `tenants`, `tenants add` */
export const addTenants: AddCommand = (program, open) => {
  const tenants = program
    .command('tenants')
    .description('list the tenants (operator)')
    .option(...LIMIT)
    .action(async (options: { limit: string }, command) => {
      const { print, as } = open(command);
      const { most, limit } = limitOf(options.limit);
      const found = await listed(as('operator').pages('/v1/tenants', { params: { query: { limit } } }), most);
      print.result(found, () => [
        ...tableLines(
          found.items,
          [
            { title: 'id', of: ({ id }) => id },
            { title: 'name', of: ({ name }) => name },
            { title: 'slug', of: ({ slug }) => slug },
            { title: 'active', of: ({ is_active }) => (is_active ? 'yes' : 'no') },
            { title: 'made', of: ({ created_at }) => created_at },
          ],
          print.paint,
        ),
        ...moreLine(found),
      ]);
    });

  tenants
    .command('add')
    .description('make a tenant, and its first key: it is shown this once')
    .argument('<name>', 'name of the tenant')
    .option('--slug <slug>', 'short name for addresses; made from the name when left out')
    .action(async (name: string, options: { slug?: string }, command) => {
      const { print, as } = open(command);
      const tenant = orThrow(await as('operator').POST('/v1/tenants', { body: { name, ...options } }));
      print.result(tenant, () => [
        `Tenant ${tenant.id} (${plainText(tenant.slug)})`,
        `Key, shown this once: ${tenant.api_key.key}`,
      ]);
    });
};
