/** What a key may do, and which scopes each one brings with it. */
const INCLUDED = {
  'integrations:manage': ['integrations:manage', 'integrations:view'],
  'integrations:view': ['integrations:view'],
  'catalog:view': ['catalog:view'],
} as const satisfies Record<string, readonly string[]>;

export type Scope = keyof typeof INCLUDED;

export const SCOPES = Object.keys(INCLUDED) as [Scope, ...Scope[]];

export function allows(granted: readonly Scope[], needed: Scope): boolean {
  return granted.some((scope) => (INCLUDED[scope] as readonly Scope[]).includes(needed));
}
