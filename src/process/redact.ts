import { stdSerializers } from 'pino';

const REDACTED = '[redacted]';

/** Fields whose text or object is a secret wherever it stands, in any spelling. */
const SECRET_NAME =
  /^(key|token|cookie|set-cookie)$|authorization|password|secret|credentials?$|credentials?key|api[-_]?key$|operator[-_]?key|consumer[-_]?key|access[-_]?token|database[-_]?url/i;

/** Secrets inside of other text: each keeps what tells it apart and loses the rest. */
const SECRET_TEXTS: readonly [RegExp, string][] = [
  [/(\w:\/\/[^\s:/@]*):[^\s/]*@/g, `$1:${REDACTED}@`], // postgresql://role:password@host
  [/\b(Basic|Bearer|OAuth)\s+[^\s"\\]+/gi, `$1 ${REDACTED}`],
  [/\bcs_([0-9a-f]{12})_[\w-]+/g, `cs_$1_${REDACTED}`], // our API keys: the prefix is no secret
  [/\b(c[ks])_[0-9a-f]{40}\b/g, `$1_${REDACTED}`], // WooCommerce
  [/\b(shp[a-z]{2,3})_[0-9A-Za-z]+/g, `$1_${REDACTED}`], // Shopify
  [
    /\b(consumer_key|consumer_secret|client_secret|access_token|oauth_signature|oauth_consumer_key)=[^&\s"\\]+/g,
    `$1=${REDACTED}`,
  ],
];

/** Objects that are nested deeper say nothing that a log is read for, and end circles. */
const DEPTH = 8;

/** What is logged, without secrets: by the names of fields, and by what text looks like (I8). Errors become objects. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (depth === DEPTH) return '[deeper]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));

  const fields = Object.entries(value instanceof Error ? stdSerializers.err(value) : value);
  return Object.fromEntries(
    fields.map(([name, field]) => [name, isSecret(name, field) ? REDACTED : redact(field, depth + 1)]),
  );
}

export function redactText(text: string): string {
  return SECRET_TEXTS.reduce((redacted, [pattern, replacement]) => redacted.replace(pattern, replacement), text);
}

/** `credentialsVersion`, a count of keys or `{key: {id, name}}` are no secrets. */
function isSecret(name: string, field: unknown): boolean {
  if (field === null || typeof field === 'number' || typeof field === 'boolean') return false;
  return SECRET_NAME.test(name) && !(typeof field === 'object' && /^(key|api[-_]?key)$/i.test(name));
}
