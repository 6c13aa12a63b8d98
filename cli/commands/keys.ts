import { Option } from 'commander';
import { orThrow } from '../../clients/typescript/src/index';
import { wrongUsage } from '../failure';
import { tableLines } from '../output/table';
import { chooseProfile } from '../profile/choose-profile';
import type { Session } from '../session';
import type { AddCommand } from './command';
import { LIMIT, limitOf, listed, moreLine } from './listed';

const SCOPES = ['integrations:manage', 'integrations:view', 'catalog:view'] as const;

interface AddOptions {
  scope: (typeof SCOPES)[number][];
  expires?: string;
}

/** `keys`, `keys add`, `keys revoke`: of one tenant, by an operator. */
export const addKeys: AddCommand = (program, open) => {
  const keys = program
    .command('keys')
    .description('list the keys of a tenant (operator, with --tenant)')
    .option(...LIMIT)
    .action(async (options: { limit: string }, command) => {
      const session = open(command);
      const { print } = session;
      const { most, limit } = limitOf(options.limit);
      const params = { path: { id: tenantOf(session) }, query: { limit } };
      const found = await listed(session.as('operator').pages('/v1/tenants/{id}/api-keys', { params }), most);
      print.result(found, () => [
        ...tableLines(
          found.items,
          [
            { title: 'id', of: ({ id }) => id },
            { title: 'name', of: ({ name }) => name },
            { title: 'begins', of: ({ prefix }) => prefix },
            { title: 'scopes', of: ({ scopes }) => scopes.join(' '), most: 60 },
            { title: 'last used', of: ({ last_used_at }) => last_used_at },
            { title: 'expires', of: ({ expires_at }) => expires_at },
            { title: 'revoked', of: ({ revoked_at }) => revoked_at },
          ],
          print.paint,
        ),
        ...moreLine(found),
      ]);
    });

  keys
    .command('add')
    .description('make a key: it is shown this once')
    .argument('<name>', 'what it is for')
    .addOption(new Option('--scope <scope...>', 'what it may do').choices(SCOPES).makeOptionMandatory())
    .option('--expires <time>', 'until when it is good: 2027-01-31T00:00:00Z')
    .action(async (name: string, { scope: scopes, expires }: AddOptions, command) => {
      const session = open(command);
      const params = { path: { id: tenantOf(session) } };
      const body = { name, scopes, ...(expires && { expires_at: expires }) };
      const made = orThrow(await session.as('operator').POST('/v1/tenants/{id}/api-keys', { params, body }));
      session.print.result(made, () => [`Key ${made.id}, shown this once: ${made.key}`]);
    });

  keys
    .command('revoke')
    .description('end a key at once')
    .argument('<key>', 'id of the key')
    .action(async (keyId: string, _options: object, command) => {
      const session = open(command);
      const path = { id: tenantOf(session), key_id: keyId };
      orThrow(await session.as('operator').DELETE('/v1/tenants/{id}/api-keys/{key_id}', { params: { path } }));
      session.print.result({ id: keyId, revoked: true }, () => [`Key ${keyId} is revoked.`]);
    });
};

function tenantOf({ options, surroundings }: Session): string {
  const { tenant_id } = chooseProfile(options, surroundings.environment);
  if (tenant_id === undefined) throw wrongUsage('Say whose keys: --tenant <id>.');
  return tenant_id;
}
