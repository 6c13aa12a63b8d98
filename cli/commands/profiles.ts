import { z } from 'zod';
import { wrongUsage } from '../failure';
import { tableLines } from '../output/table';
import { askSecret, readSecretFile } from '../profile/ask-secret';
import { DEFAULT_URL, WebUrl } from '../profile/choose-profile';
import { configFile, type Profile, readConfig, writeConfig } from '../profile/config-file';
import type { Session } from '../session';
import type { AddCommand } from './command';

const Keys = z.strictObject({ tenant_key: z.string().optional(), operator_key: z.string().optional() });

/** `profiles`, `profiles add|use|remove`: whom this user asks, and as whom. */
export const addProfiles: AddCommand = (program, open) => {
  const profiles = program
    .command('profiles')
    .description('list the profiles: addresses and keys that are kept')
    .action((_options: object, command) => {
      const { print, surroundings } = open(command);
      const file = configFile(surroundings.environment);
      const config = readConfig(file);
      const items = Object.entries(config.profiles).map(([name, profile]) => ({
        name,
        url: profile.url,
        tenant_id: profile.tenant_id ?? null,
        keys: keysOf(profile),
        is_default: name === config.default,
      }));
      print.result({ file, items }, () => [
        ...tableLines(
          items,
          [
            { title: 'name', of: ({ name, is_default }) => (is_default ? `${name} *` : name) },
            { title: 'url', of: ({ url }) => url },
            { title: 'tenant', of: ({ tenant_id }) => tenant_id },
            { title: 'keys', of: ({ keys }) => keys.join(', ') },
          ],
          print.paint,
        ),
        file,
      ]);
    });

  profiles
    .command('add')
    .description('keep a profile (with the global --url and --tenant); its keys are asked for without echo')
    .argument('<name>', 'how it is called')
    .option('--from <file>', 'read the keys from a JSON file (-: standard input): {"tenant_key", "operator_key"}')
    .action(async (name: string, options: { from?: string }, command) => {
      const session = open(command);
      const { environment } = session.surroundings;
      const { url = DEFAULT_URL, tenant } = session.options;
      if (!WebUrl.safeParse(url).success) throw wrongUsage(`${url} is no http or https URL.`);
      const file = configFile(environment);
      const config = readConfig(file);
      const keys = options.from === undefined ? await askedKeys(session, tenant) : keysIn(options.from);
      if (keysOf(keys).length === 0) throw wrongUsage('A profile needs a key.');
      const profile: Profile = { url, ...(tenant && { tenant_id: tenant }), ...keys };
      writeConfig(file, { default: config.default ?? name, profiles: { ...config.profiles, [name]: profile } });
      session.print.result({ file, name }, () => [`Kept ${name} in ${file}.`]);
    });

  profiles
    .command('use')
    .description('take this profile where none is named')
    .argument('<name>', 'name of the profile')
    .action((name: string, _options: object, command) => {
      const { print, surroundings } = open(command);
      const { file, config } = having(surroundings.environment, name);
      writeConfig(file, { ...config, default: name });
      print.result({ file, name }, () => [`${name} is taken from now on.`]);
    });

  profiles
    .command('remove')
    .description('forget a profile')
    .argument('<name>', 'name of the profile')
    .action((name: string, _options: object, command) => {
      const { print, surroundings } = open(command);
      const { file, config } = having(surroundings.environment, name);
      const { [name]: _removed, ...others } = config.profiles;
      writeConfig(file, { ...(config.default !== name && { default: config.default }), profiles: others });
      print.result({ file, name }, () => [`${name} is forgotten.`]);
    });
};

const keysOf = ({ tenant_key, operator_key }: Pick<Profile, 'tenant_key' | 'operator_key'>): string[] => [
  ...(tenant_key ? ['tenant'] : []),
  ...(operator_key ? ['operator'] : []),
];

async function askedKeys({ surroundings }: Session, tenant: string | undefined) {
  const tenant_key = tenant === undefined ? '' : await askSecret(surroundings, 'Key of the tenant (empty: none)');
  const operator_key = await askSecret(surroundings, 'Key of the operator (empty: none)');
  return { ...(tenant_key && { tenant_key }), ...(operator_key && { operator_key }) };
}

function keysIn(file: string) {
  const parsed = Keys.safeParse(readSecretFile(file));
  if (!parsed.success) throw wrongUsage(`${file} holds something else than {"tenant_key", "operator_key"}.`);
  return parsed.data;
}

function having(environment: NodeJS.ProcessEnv, name: string) {
  const file = configFile(environment);
  const config = readConfig(file);
  if (config.profiles[name] === undefined) throw wrongUsage(`${file} has no profile ${name}.`);
  return { file, config };
}
