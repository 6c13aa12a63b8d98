/** What the global set-up hands over. Only integration and end-to-end tests have it. */
export function environmentVariable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: only *.integration.test.ts and *.e2e.test.ts have the servers`);
  return value;
}
