/**
 * What went wrong, in words that are never empty. A host with several addresses that all refuse makes an error without a
 * message, only with a code.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error) || 'an unknown error';
  return error.message || codeOf(error) || error.name || 'an unknown error';
}

function codeOf(error: Error): string {
  return 'code' in error && error.code !== undefined ? String(error.code) : '';
}
