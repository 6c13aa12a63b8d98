import { type Random, seededRandom } from '../../../simulators/catalogue/random';
import { LEAN_MODES } from '../../../src/model/freshness/lean-product';
import { SHOPS, STORES } from '../stores';
import {
  type ChaosEvent,
  DELIVERY_KINDS,
  type Edit,
  type EditKind,
  FAULT_KINDS,
  type Happening,
  VICTIMS,
  type Victim,
} from './events';

interface Stream {
  /** On average; each gap is between half of it and one and a half. */
  everyMs: number;
  /** Not before this: a plan shorter than that has none. */
  fromMs?: number;
  make(random: Random): Happening | Happening[];
}

/** Edits that a shop lives with, more often the harmless ones. */
const EDITS: readonly EditKind[] = [
  ...(['title', 'title', 'price', 'price', 'price', 'stock', 'stock', 'stock', 'quietly'] as const),
  ...(['remove', 'unpublish', 'publish', 'publish', 'hide', 'restore', 'restore', 'add', 'add'] as const),
  ...(['add_variant', 'remove_variant', 'break', 'mend', 'mend'] as const),
];

/** Edits of what lean modes read. */
export const LEAN_EDITS: readonly EditKind[] = ['price', 'stock', 'reprice', 'restock'];

/** Incremental ones go first; a full one would take their place. */
const DUE = [
  ...([['incremental'], ['incremental'], ['incremental', 'inventory', 'prices'], ['inventory'], ['prices']] as const),
  ...([['full', 'incremental']] as const),
];

/** PostgreSQL and Temporal need seconds to come back, so the workers die more often. */
const LATER_VICTIMS: readonly Victim[] = ['worker 1', 'worker 2', ...VICTIMS];

const store = (random: Random) => ({ store: random.int(0, STORES.length - 1) });
const shop = (random: Random) => ({ shop: random.int(0, SHOPS.length - 1) });

const STREAMS: readonly Stream[] = [
  { everyMs: 350, make: (random) => ({ kind: 'edit', ...shop(random), edits: editsOf(random, EDITS) }) },
  { everyMs: 900, make: (random) => ({ kind: 'sync', ...store(random) }) },
  { everyMs: 2_000, make: faultOf },
  { everyMs: 3_000, make: (random) => ({ kind: 'calm', ...shop(random) }) },
  {
    everyMs: 2_500,
    make: (random) => ({ kind: 'refresh', ...store(random), wheres: listOf(random.int(1, 40), () => random.next()) }),
  },
  { everyMs: 1_500, make: (random) => ({ kind: 'retry_now', ...store(random) }) },
  { everyMs: 1_500, make: (random) => ({ kind: 'approve', ...store(random), share: random.chance(0.7) ? 1 : 0.5 }) },
  { everyMs: 5_000, make: (random) => ({ kind: 'reject', ...store(random) }) },
  { everyMs: 4_000, make: (random) => ({ kind: 'accept_brake', ...store(random) }) },
  { everyMs: 5_000, make: (random) => ({ kind: 'cancel', ...store(random) }) },
  { everyMs: 3_000, make: (random) => ({ kind: 'pause', ...store(random) }) },
  { everyMs: 700, make: (random) => ({ kind: 'resume', ...store(random) }) },
  { everyMs: 4_000, make: (random) => ({ kind: 'reconnect', ...store(random) }) },
  { everyMs: 800, make: (random) => ({ kind: 'follow', ...store(random) }) },
  { everyMs: 9_000, make: (random) => ({ kind: 'retry_rejected', ...store(random) }) },
  { everyMs: 12_000, make: (random) => ({ kind: 'sweep', platform: random.pick(['woocommerce', 'shopify', null]) }) },
  { everyMs: 8_000, make: (random) => ({ kind: 'verify', ...store(random) }) },
  { everyMs: 40_000, make: () => ({ kind: 'cancel_sweep' }) },
  { everyMs: 30_000, make: () => ({ kind: 'maintain' }) },
  // A terminated run is told when it is looked at after a minute: a short chaos would have to wait for that.
  { everyMs: 45_000, fromMs: 30_000, make: (random) => ({ kind: 'terminate', ...store(random) }) },
  { everyMs: 10_000, make: massEdit },
  // Behind the others, which stay as they were for a seed.
  { everyMs: 1_200, make: (random) => ({ kind: 'sync_changes', ...store(random) }) },
  { everyMs: 1_200, make: (random) => ({ kind: 'sync_lean', ...store(random), mode: random.pick(LEAN_MODES) }) },
  { everyMs: 700, make: (random) => ({ kind: 'edit', ...shop(random), edits: editsOf(random, LEAN_EDITS) }) },
  { everyMs: 800, make: (random) => ({ kind: 'make_due', ...store(random), modes: [...random.pick(DUE)] }) },
  { everyMs: 2_500, make: () => ({ kind: 'sweep_due' }) },
  { everyMs: 6_000, make: (random) => ({ kind: 'pause_store', ...store(random) }) },
  { everyMs: 2_000, make: (random) => ({ kind: 'resume_store', ...store(random) }) },
  {
    everyMs: 1_500,
    make: (random) => ({
      ...{ kind: 'deliveries', ...shop(random), how: random.pick(DELIVERY_KINDS), times: random.int(1, 20) },
    }),
  },
  { everyMs: 2_500, make: (random) => ({ kind: 'forge', ...store(random), signed: random.chance(0.5) }) },
  { everyMs: 3_000, make: () => ({ kind: 'look_after_webhooks' }) },
  // A storm: more than a quarter of the shop, and more than a hundred products of most of them.
  {
    everyMs: 12_000,
    make: (random) => ({ kind: 'mass_edit', ...shop(random), what: 'price', share: 0.7, value: random.int(1, 900) }),
  },
];

/** Every kind of process dies in the first round; then whoever it meets. */
const KILLS = { firstMs: 3_000, roundMs: 2_600, laterMs: 9_000 } as const;

/**
 * All that happens in a chaos of this length, in order of time: the same for the same seed. What an event meets when
 * its time has come depends on how fast everything is.
 */
export function makePlan(seed: number, lengthMs: number): ChaosEvent[] {
  // A generator for each stream: one more of a kind leaves the others as they are.
  const streams = STREAMS.flatMap(({ everyMs, fromMs = 0, make }, number) => {
    const random = seededRandom(seed * 1_000 + number);
    const events: ChaosEvent[] = [];
    for (let atMs = fromMs + everyMs * random.next(); atMs < lengthMs; atMs += everyMs * (0.5 + random.next())) {
      for (const happening of [make(random)].flat()) events.push({ atMs: Math.round(atMs), ...happening });
    }
    return events;
  });
  return [...streams, ...killsOf(seed, lengthMs)].sort((a, b) => a.atMs - b.atMs);
}

function killsOf(seed: number, lengthMs: number): ChaosEvent[] {
  const random = seededRandom(seed * 1_000 + 999);
  const round = VICTIMS.map((victim) => ({ victim, order: random.next() })).sort((a, b) => a.order - b.order);
  const kills: ChaosEvent[] = [];
  for (let atMs = KILLS.firstMs; atMs < lengthMs; ) {
    const first = round.shift();
    const victim = first?.victim ?? random.pick(LATER_VICTIMS);
    kills.push({ kind: 'kill', atMs: Math.round(atMs), victim });
    atMs += (first === undefined ? KILLS.laterMs : KILLS.roundMs) * (0.5 + random.next());
  }
  return kills;
}

function editsOf(random: Random, kinds: readonly EditKind[]): Edit[] {
  return listOf(random.int(1, 6), () => ({
    what: random.pick(kinds),
    where: random.next(),
    value: random.int(1, 900),
  }));
}

function faultOf(random: Random): Happening {
  return {
    kind: 'fault',
    ...shop(random),
    fault: random.pick(FAULT_KINDS),
    on: random.pick(['all', 'listing', 'listing']),
    after: random.int(0, 4),
    // A storm lasts until the shop calms down.
    times: random.chance(0.15) ? 1_000 : random.int(1, 5),
  };
}

/** What trips the brakes: a large part of a shop goes at once; new products keep it from running empty. */
function massEdit(random: Random): Happening | Happening[] {
  const at = shop(random);
  const value = random.int(1, 900);
  if (random.chance(0.6)) {
    return [
      { kind: 'mass_edit', ...at, what: 'remove', share: 0.3, value },
      { kind: 'mass_edit', ...at, what: 'add', share: 0.3, value },
    ];
  }
  const what = random.pick(['unpublish', 'publish'] as const);
  return { kind: 'mass_edit', ...at, what, share: what === 'publish' ? 1 : 0.6, value };
}

function listOf<Item>(count: number, item: () => Item): Item[] {
  return Array.from({ length: count }, item);
}
