import { stdSerializers } from 'pino';

/** Stands where a secret was. */
const REDACTED = '[redacted]';

/** How secrets are told that only a part of the service knows, such as a platform. */
export interface SecretPatterns {
  /** Of fields and query parameters, in snake case: `consumer_key` hides `consumerKey` and `x-consumer-key` as well. */
  readonly names: readonly string[];
  /** Inside of other text, global: what their first group holds tells a secret apart and stays. */
  readonly texts: readonly RegExp[];
}

export interface Redactor {
  /** What is logged, without secrets: by the names of fields, and by what text looks like. Errors become objects. */
  redact(value: unknown): unknown;
  redactText(text: string): string;
}

/** Fields whose text or object is a secret wherever it stands, in any spelling. */
const SECRET_NAME =
  /^(key|token|cookie|set-cookie)$|authorization|password|secret|credentials?$|credentials?key|api[-_]?key$|operator[-_]?key|access[-_]?token|database[-_]?url/i;

/** Query parameters of OAuth 2, which many platforms speak. */
const SECRET_PARAMETERS = ['client_secret', 'access_token'];

const SECRET_TEXTS = [
  /(\w:\/\/[^\s:/@]*:)[^\s/]*(@)/g, // postgresql://role:password@host
  /\b((?:Basic|Bearer|OAuth)\s+)[^\s"\\]+/gi,
  /\b(cso?_[0-9a-f]{12}_)[\w-]+/g, // our keys: the prefix is no secret
];

/** The first group stays, and the second where there is one; behind the groups stands a number, the place in the text. */
const hideBetween = (_: string, before: string, behind: string | number): string =>
  `${before}${REDACTED}${typeof behind === 'string' ? behind : ''}`;

/** Objects that are nested deeper say nothing that a log is read for, and end circles. */
const DEPTH = 8;

/** Hides what everybody keeps secret, and `more` (I8). */
export function redactor(more: readonly SecretPatterns[]): Redactor {
  const names = more.flatMap((patterns) => patterns.names);
  const anyName = new RegExp(
    [SECRET_NAME.source, ...names.map((name) => name.replaceAll('_', '[-_]?'))].join('|'),
    'i',
  );
  const parameters = new RegExp(`\\b((?:${[...SECRET_PARAMETERS, ...names].join('|')})=)[^&\\s"\\\\]+`, 'g');
  const texts = [...SECRET_TEXTS, ...more.flatMap((patterns) => patterns.texts), parameters];

  const redactText: Redactor['redactText'] = (text) =>
    texts.reduce((redacted, pattern) => redacted.replace(pattern, hideBetween), text);

  /** `credentialsVersion`, a count of keys or `{key: {id, name}}` are no secrets. */
  const isSecret = (name: string, field: unknown): boolean => {
    if (field === null || typeof field === 'number' || typeof field === 'boolean') return false;
    return anyName.test(name) && !(typeof field === 'object' && /^(key|api[-_]?key)$/i.test(name));
  };

  const redactAt = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return redactText(value);
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    if (value instanceof Uint8Array) return `[${value.length} bytes]`;
    if (depth === DEPTH) return '[deeper]';
    if (Array.isArray(value)) return value.map((item) => redactAt(item, depth + 1));

    const fields = Object.entries(value instanceof Error ? stdSerializers.err(value) : value);
    return Object.fromEntries(
      fields.map(([name, field]) => [name, isSecret(name, field) ? REDACTED : redactAt(field, depth + 1)]),
    );
  };
  return { redact: (value) => redactAt(value, 0), redactText };
}
