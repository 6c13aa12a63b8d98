import { z } from 'zod';
import { type ExpiringTable, RETENTION_DAYS, type RetentionDays } from '../model/retention';
import { TrustedProxiesText } from './trusted-proxies';
import { withoutTrailing } from './without-trailing';

const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const LONGEST_RETRY_DELAY_MS = MILLISECONDS.h;
const CREDENTIALS_KEY_BYTES = 32;
/** Distinct bytes: one random key in 10^16 has fewer. */
const CREDENTIALS_KEY_VARIETY = 16;
const EXPIRING = Object.keys(RETENTION_DAYS);
const MAKE_A_KEY = 'make one with: openssl rand -base64 32';

const Port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number')
  .transform(Number)
  .pipe(z.int().max(65_535, 'must be at most 65535'));

/** `443,8443`: all ports that a store may have. */
const StorePorts = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(Port.refine((port) => port > 0, 'must be a port number')).max(100, 'must be at most 100 ports'));

/** 0 would mean for ever to Node. */
const KeepAliveSeconds = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, 'must be whole seconds from 1 to 3600')
  .transform(Number)
  .pipe(z.int().max(3_600, 'must be whole seconds from 1 to 3600'));

const WebUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .transform((url) => withoutTrailing(url, '/'));

/** Shops are given it, and something is added to its end. */
const PublicUrl = WebUrl.refine((url) => {
  const { username, password } = new URL(url);
  return username + password === '' && !/[?#]/.test(url);
}, 'must be an address alone, such as https://sync.example.com: without user, password, query and fragment, as it is given to shops');

/**
 * `https://shop.example,http://localhost:5173`: as a browser sends them, which are compared letter by letter. No `*`: keys
 * are for the pages of those who have them.
 */
const CorsOrigins = z
  .string()
  .transform((text, context) =>
    text.split(',').map((part) => {
      const origin = part.trim();
      if (!/^https?:[^*]+$/.test(origin) || !URL.canParse(origin) || new URL(origin).origin !== origin) {
        context.addIssue(
          `${JSON.stringify(origin)} is no origin, such as https://app.example.com: scheme, host in small letters, port unless it is the usual one, nothing behind; and no *`,
        );
      }
      return origin;
    }),
  )
  .pipe(z.array(z.string()).max(100, 'must be at most 100 origins'));

const SmtpUrl = z.url({
  protocol: /^smtps?$/,
  error: 'must be an SMTP URL: smtp://<user>:<password>@<host>:587, or smtps:// where TLS comes first',
});

const DatabaseUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: ({ input }) =>
    `${input === undefined ? 'is missing' : 'is no PostgreSQL URL'}: postgresql://<role>:<password>@<host>:5432/<database>`,
});

const WholeNumber = z
  .string()
  .regex(/^[1-9]\d{0,9}$/, 'must be a whole number from 1 to 9999999999')
  .transform(Number);

/** 0: no limit. */
const RequestsPerMinute = z
  .string()
  .regex(/^\d{1,7}$/, 'must be a whole number from 0, which is no limit, to 9999999')
  .transform(Number);

/** Several keys, comma-separated: the first seals, all unseal. Faults name a key by its place, never by its text. */
const CredentialsKeys = z
  .string({ error: `is missing: 32 bytes as base64, which seal the stores' credentials; ${MAKE_A_KEY}` })
  .transform((text, context) =>
    text.split(',').map((part, index) => {
      const key = Buffer.from(part.trim(), 'base64');
      if (key.length !== CREDENTIALS_KEY_BYTES || key.toString('base64') !== part.trim()) {
        context.addIssue(`key ${index + 1} is not 32 bytes as base64; ${MAKE_A_KEY}`);
      } else if (new Set(key).size === 1) {
        context.addIssue(
          `key ${index + 1} is one byte over and over, which seals nothing: take it out, and connect again what it sealed; ${MAKE_A_KEY}`,
        );
      } else if (index === 0 && new Set(key).size < CREDENTIALS_KEY_VARIETY) {
        context.addIssue(`key 1 is no random one: put one in front of it, which seals from then on; ${MAKE_A_KEY}`);
      }
      return key;
    }),
  );

/** It opens every tenant's rows: a word that somebody may guess is none. */
const OperatorKey = z.string().min(16, 'must have at least 16 characters; make one with: openssl rand -base64 32');

/** As a header carries it: `Authorization: Bearer …`. */
const MetricsToken = z
  .string()
  .regex(/^[!-~]{16,}$/, 'must have at least 16 characters, without spaces; make one with: openssl rand -base64 32');

/** `5m,15m,45m` to milliseconds; empty text is a run without retries of its own. */
const RetryDelays = z.string().transform((text, context) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, amount, unit] = /^(\d+)(ms|s|m|h)$/.exec(part) ?? [];
      const delay = Number(amount) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
      if (!(delay <= LONGEST_RETRY_DELAY_MS)) {
        context.addIssue(`${JSON.stringify(part)} is no delay of 1 hour at most, such as 500ms, 30s, 5m or 1h`);
      }
      return delay;
    }),
);

/** `webhook_logs=30,product_changes=90`: what is not named is kept as long as `retention.ts` says. */
const RetentionOverrides = z.string().transform((text, context): RetentionDays => {
  const days: RetentionDays = { ...RETENTION_DAYS };
  for (const part of text.split(',').map((each) => each.trim())) {
    const [, table = '', amount] = /^(\w+)=([1-9]\d{0,4})$/.exec(part) ?? [];
    if (EXPIRING.includes(table)) days[table as ExpiringTable] = Number(amount);
    else context.addIssue(`${JSON.stringify(part)} is none of ${EXPIRING.join('=, ')}= with days from 1 to 99999`);
  }
  return days;
});

/** The environment variable, and how its text is read. */
export interface Setting<Value = unknown> {
  readonly variable: string;
  readonly schema: z.ZodType<Value>;
}

/** Every setting of the programs, beside those that platforms bring along. */
const SETTINGS = {
  port: { variable: 'PORT', schema: Port.default(8080) },
  host: { variable: 'HOST', schema: z.string().default('0.0.0.0') },
  keepAliveSeconds: { variable: 'KEEP_ALIVE_SECONDS', schema: KeepAliveSeconds.default(75) },
  trustedProxies: { variable: 'TRUST_PROXY', schema: TrustedProxiesText.default([]) },
  corsOrigins: { variable: 'CORS_ORIGINS', schema: CorsOrigins.default([]) },
  requestsPerMinute: { variable: 'RATE_LIMIT_PER_MINUTE', schema: RequestsPerMinute.default(600) },
  databaseUrl: { variable: 'DATABASE_URL', schema: DatabaseUrl },
  /** Of the role that owns the schema, for `migrate` alone; null: that of `databaseUrl` does. */
  migrationDatabaseUrl: { variable: 'MIGRATION_DATABASE_URL', schema: DatabaseUrl.nullable().default(null) },
  credentialsKeys: { variable: 'CREDENTIALS_KEY', schema: CredentialsKeys },
  operatorKey: { variable: 'OPERATOR_KEY', schema: OperatorKey.nullable().default(null) },
  /** null: whoever reaches `/metrics` may read it. */
  metricsToken: { variable: 'METRICS_TOKEN', schema: MetricsToken.nullable().default(null) },
  /** Of the worker; 0: a free one. */
  metricsPort: { variable: 'METRICS_PORT', schema: Port.default(9464) },
  runRetryDelays: { variable: 'RUN_RETRY_DELAYS', schema: RetryDelays.prefault('5m,15m,45m') },
  retentionDays: { variable: 'RETENTION_DAYS', schema: RetentionOverrides.default(RETENTION_DAYS) },
  allowPrivateStores: {
    variable: 'ALLOW_PRIVATE_STORES',
    schema: z
      .enum(['true', 'false'], 'must be true or false')
      .transform((text) => text === 'true')
      .default(false),
  },
  storePorts: { variable: 'STORE_PORTS', schema: StorePorts.default([443]) },
  mostProductsPerStore: { variable: 'MOST_PRODUCTS_PER_STORE', schema: WholeNumber.default(2_000_000) },
  mostProductsPerTenant: { variable: 'MOST_PRODUCTS_PER_TENANT', schema: WholeNumber.default(10_000_000) },
  publicUrl: { variable: 'PUBLIC_URL', schema: PublicUrl.nullable().default(null) },
  smtpUrl: { variable: 'SMTP_URL', schema: SmtpUrl.nullable().default(null) },
  alertFrom: { variable: 'ALERT_FROM', schema: z.email('must be an e-mail address').nullable().default(null) },
  emergencyUrl: { variable: 'EMERGENCY_URL', schema: WebUrl.nullable().default(null) },
  emergencyEmail: {
    variable: 'EMERGENCY_EMAIL',
    schema: z.email('must be an e-mail address').nullable().default(null),
  },
  deadManUrl: { variable: 'DEAD_MAN_URL', schema: WebUrl.nullable().default(null) },
  temporalUiUrl: { variable: 'TEMPORAL_UI_URL', schema: WebUrl.nullable().default(null) },
  logLevel: {
    variable: 'LOG_LEVEL',
    schema: z
      .enum(
        ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
        'must be trace, debug, info, warn, error, fatal or silent',
      )
      .default('info'),
  },
  logFormat: {
    variable: 'LOG_FORMAT',
    schema: z.enum(['json', 'pretty'], 'must be json or pretty').default('json'),
  },
  dataDir: { variable: 'CATALOG_SYNC_DATA_DIR', schema: z.string().default('.local') },
} as const satisfies Record<string, Setting>;

/** All of them, for whoever looks at an installation as a whole. */
export const SETTING_NAMES = Object.keys(SETTINGS) as (keyof Settings)[];

export type Settings = { [Name in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[Name]['schema']> };

/**
 * Reads the named settings, so that a program asks for nothing that it does not need, and `more` beside them by the
 * names that whoever brings them gave. `runRetryDelays` are milliseconds, `credentialsKeys` 32 bytes each, URLs end
 * without a slash.
 *
 * @throws an error that lists every fault with what to do, and no value that may be secret.
 */
export function readSettings<Name extends keyof Settings>(
  names: readonly Name[],
  environment: NodeJS.ProcessEnv = process.env,
  more: Readonly<Record<string, Setting>> = {},
): Pick<Settings, Name> {
  const settings: Record<string, unknown> = {};
  const faults: string[] = [];
  const named = names.map((name): [string, Setting] => [name, SETTINGS[name]]);
  for (const [name, { variable, schema }] of [...named, ...Object.entries(more)]) {
    const parsed = schema.safeParse(readVariable(variable, environment));
    if (parsed.success) settings[name] = parsed.data;
    else faults.push(...parsed.error.issues.map((issue) => `  ${variable} ${issue.message}`));
  }
  if (faults.length > 0) throw new Error(`Settings that must be corrected:\n${faults.join('\n')}`);
  return settings as Pick<Settings, Name>;
}

/** A variable that is set to nothing counts as absent, as container files tend to write it. */
function readVariable(variable: string, environment: NodeJS.ProcessEnv): string | undefined {
  const value = environment[variable];
  return value === '' && variable !== SETTINGS.runRetryDelays.variable ? undefined : value;
}
