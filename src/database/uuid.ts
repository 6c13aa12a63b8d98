const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Checked before text becomes a `::uuid` parameter: PostgreSQL's own refusal would abort the transaction. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
