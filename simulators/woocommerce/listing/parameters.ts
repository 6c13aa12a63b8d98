import { type Answer, restError } from '../answers/answer';
import { isFilterDate } from '../catalogue/dates';
import type { RawValue } from '../catalogue/raw';
import type { Query } from './parse-query';

/** What is wrong with one parameter, as WordPress words it. */
type Fault = { message: string; code: string; data: RawValue };
type Check = (name: string, query: Query) => Fault | null;

export type Parameters = Readonly<Record<string, Check>>;

/** Null when all is well, else the 400 that names every refused parameter. */
export function checkParameters(parameters: Parameters, query: Query): Answer | null {
  const faults = Object.entries(parameters)
    .map(([name, check]) => [name, check(name, query)] as const)
    .filter((entry): entry is [string, Fault] => entry[1] !== null);
  if (faults.length === 0) return null;
  return restError(400, 'rest_invalid_param', `Invalid parameter(s): ${faults.map(([name]) => name).join(', ')}`, {
    params: Object.fromEntries(faults.map(([name, fault]) => [name, fault.message])),
    details: Object.fromEntries(
      faults.map(([name, { code, message, data }]) => [name, { code, message, data }] as const),
    ),
  });
}

export function integer({ min, max }: { min?: number; max?: number } = {}): Check {
  return (name, query) => {
    const text = query.get(name);
    if (text === undefined) return null;
    if (!/^\s*[+-]?\d+(\.0+)?\s*$/.test(text)) return wrongType(name, 'integer');
    const value = Number(text);
    if (min !== undefined && max !== undefined && (value < min || value > max)) {
      return outOfBounds(`${name} must be between ${min} (inclusive) and ${max} (inclusive)`);
    }
    return min !== undefined && value < min ? outOfBounds(`${name} must be greater than or equal to ${min}`) : null;
  };
}

export function integers(): Check {
  return (name, query) => {
    const at = query.list(name)?.findIndex((entry) => !/^[+-]?\d+$/.test(entry)) ?? -1;
    return at === -1 ? null : wrongType(`${name}[${at}]`, 'integer');
  };
}

export function oneOf(values: readonly string[]): Check {
  return (name, query) => {
    const value = query.get(name);
    return value === undefined || values.includes(value) ? null : notInEnum(name, values);
  };
}

export function someOf(values: readonly string[]): Check {
  return (name, query) => {
    const at = query.list(name)?.findIndex((entry) => !values.includes(entry)) ?? -1;
    return at === -1 ? null : notInEnum(`${name}[${at}]`, values);
  };
}

export function dateTime(): Check {
  return (name, query) => {
    const value = query.get(name);
    if (value === undefined || isFilterDate(value)) return null;
    return { code: 'rest_invalid_date', message: 'Invalid date.', data: null };
  };
}

export function truth(): Check {
  return (name, query) => {
    const value = query.get(name);
    return value === undefined || /^(true|false|1|0|)$/i.test(value) ? null : wrongType(name, 'boolean');
  };
}

function outOfBounds(message: string): Fault {
  return { code: 'rest_out_of_bounds', message, data: null };
}

function wrongType(name: string, type: string): Fault {
  return { code: 'rest_invalid_type', message: `${name} is not of type ${type}.`, data: { param: name } };
}

function notInEnum(name: string, values: readonly string[]): Fault {
  const listed = `${values.slice(0, -1).join(', ')}, and ${values.at(-1)}`;
  return { code: 'rest_not_in_enum', message: `${name} is not one of ${listed}.`, data: null };
}
