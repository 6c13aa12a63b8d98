import { LEAN_MODES } from './lean-product';

/** Modes that a store can be due for by itself, each with a cadence of its own. */
export const CADENCE_MODES = ['full', 'incremental', ...LEAN_MODES] as const;
export type CadenceMode = (typeof CADENCE_MODES)[number];
