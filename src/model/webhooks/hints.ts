/**
 * What became of a hint: news that a store sent, which only ever chooses what is read again. `refreshed`: the store was
 * asked since, and the catalogue has its answer. `ignored`: there was nothing to read. `failed`: the store did not answer
 * for what it had told; incremental and full runs still may.
 */
export const HINT_STATES = ['pending', 'refreshed', 'ignored', 'failed'] as const;
export type HintState = (typeof HINT_STATES)[number];

/**
 * Whose ids a hint carries. `unknown`: a product's or a variant's, and only what the catalogue knows can tell which
 * (WooCommerce's `deleted`).
 */
export type HintSubject = 'product' | 'variant' | 'inventory_item' | 'unknown';

/** What a hint tells of them. `gone` is a suspicion: nothing but the store's own answer switches a product off (I1). */
export const HINT_NEWS = ['changed', 'gone'] as const;
export type HintNews = (typeof HINT_NEWS)[number];

/**
 * Why a pending hint is not taken up. `brake`: its deletions were too many for nobody to have looked; a full run settles
 * it, or somebody's decision. `credentials`: the store refused ours. `storm`: an incremental run reads what it tells of.
 */
export const HINT_HOLDS = ['brake', 'credentials', 'storm'] as const;
export type HintHold = (typeof HINT_HOLDS)[number];
