/** A place in a payload: `variations[3].price`, below `start` when that is given. */
export function pathText(steps: readonly PropertyKey[], start = ''): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`;
    return path === '' ? String(step) : `${path}.${String(step)}`;
  }, start);
}
