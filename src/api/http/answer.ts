import type { Problem } from './problem';

export interface Success {
  kind: 'success';
  status: 200 | 201 | 202 | 204;
  body?: unknown;
}

export type Answer = Success | Problem;

export const ok = (body: unknown): Success => ({ kind: 'success', status: 200, body });
export const created = (body: unknown): Success => ({ kind: 'success', status: 201, body });
export const accepted = (body: unknown): Success => ({ kind: 'success', status: 202, body });
export const noContent = (): Success => ({ kind: 'success', status: 204 });
