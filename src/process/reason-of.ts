/** What went wrong, in a line. A host with several addresses that all refuse makes an error without a message, only with a code. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
