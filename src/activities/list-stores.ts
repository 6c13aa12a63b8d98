import type { Platform } from '../model/platform';
import type { SweptStore } from '../model/sweep';
import { listActiveStores } from '../stores/list-active-stores';
import type { Dependencies } from './dependencies';

export interface ListStoresInput {
  platform: Platform | null;
  /** The last store's id of the slice before; null for the first slice. */
  after: string | null;
  limit: number;
}

/** The next stores of a sweep, by id. Ids, names and states: about 100 kB for 500 stores. */
export const listStores = ({ database }: Dependencies) =>
  async function listStores(input: ListStoresInput): Promise<SweptStore[]> {
    return database.withSystem((sql) => listActiveStores(sql, input));
  };
