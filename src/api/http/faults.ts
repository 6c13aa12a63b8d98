import type { z } from 'zod';
import type { Fault } from './problem';

type Issue = z.core.$ZodIssue;

/** Every fault of a value, each with its path; of a union, those of the form that was most likely meant. */
export function faultsOf(issues: readonly Issue[], parent: readonly PropertyKey[] = []): Fault[] {
  return issues.flatMap((issue) => {
    const path = [...parent, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: textOf([...path, key]), message: 'is not known here' }));
    }
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const [likeliest = []] = [...issue.errors].sort((left, right) => left.length - right.length);
      return faultsOf(likeliest, path);
    }
    return [{ path: textOf(path), message: issue.message }];
  });
}

const textOf = (path: readonly PropertyKey[]): string => path.map(String).join('.');
