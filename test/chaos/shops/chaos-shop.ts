import type { ComparedProduct } from '../../support/compared';
import type { DeliveryKind, Edit, FaultKind } from '../plan/events';
import type { Visibility } from './visibility';

interface PlannedFault {
  fault: FaultKind;
  on: 'all' | 'listing';
  after: number;
  times: number;
}

/** What a shop tells of itself. */
export interface ChaosDeliveries {
  /** Changes what becomes of the next ones; false where the platform's deliveries do not go so. */
  befall(how: DeliveryKind, times: number): boolean;
  /** Over when nothing waits to be delivered any more. */
  deliverAll(): Promise<void>;
  /** Tells nobody anything from now on. */
  silence(): void;
}

/** A simulated shop as the chaos works on it, whatever its platform. */
export interface ChaosShop {
  name: string;
  /** What a tenant sends to connect it. */
  credentials: Record<string, string>;
  /** Those of its webhooks as well, as far as there are any yet. */
  secrets(): string[];
  /** When each product was to be seen by buyers, since the chaos began. */
  visibility: Visibility;
  /** Whose last edits moved no date, so that the store does not tell of them. */
  undated: ReadonlySet<string>;
  /** When each product was edited last, in ms; those that never were are not in it. */
  editedAt: ReadonlyMap<string, number>;
  ids(): string[];
  /** False when there is nothing to edit in this way. */
  edit(edit: Edit): boolean;
  fault(fault: PlannedFault): void;
  calm(): void;
  deliveries: ChaosDeliveries;
  /** Makes everything readable again. */
  mendAll(): void;
  /** What the catalogue must hold. */
  expected(): ComparedProduct[];
}

/** The number that new ids are made from, behind all ids that the simulators generate. */
export const FIRST_NEW_ID = 60_000_000;

/** Stands in every edited title, and so must be in no history (I10). */
export const TITLE_MARK = 'Chaos title';

/** The item at a place given as 0 <= n < 1. */
export function itemAt<Item>(items: readonly Item[], where: number): Item | undefined {
  return items[Math.floor(where * items.length)];
}
