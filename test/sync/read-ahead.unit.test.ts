import { keptReaders } from '../../src/activities/store/kept-readers';
import type { OpenedStore } from '../../src/activities/store/open-store';
import { type ReadAhead, readAhead } from '../../src/activities/store/read-ahead';
import type { StoreProblem } from '../../src/platforms/problem';
import type { ListedPage, ProductPage } from '../../src/platforms/store-platform';
import { IMPATIENT } from '../support/impatient';
import { until } from '../support/until';

const signal = new AbortController().signal;
const BUSY: StoreProblem = { kind: 'throttled', waitMs: 3_600_000, detail: 'busy' };

type Answer = ListedPage | StoreProblem | 'hangs';

const pageOf = (nextCursor: string | null): ProductPage => ({
  ...{ kind: 'page', products: [], rejected: [], nextCursor, requests: 1, throttledMs: 0 },
});

const listed = (nextCursor: string | null): ListedPage => ({
  ...{ kind: 'listed', nextCursor, products: async () => pageOf(nextCursor) },
});

/** A store that answers each cursor as told, and what happens in which order. */
function storeOf(answers: Record<string, Answer>, credentialsVersion = 1) {
  const events: string[] = [];
  const store = {
    credentialsVersion,
    noteProblem: async (problem: StoreProblem) => {
      events.push(`noted ${problem.kind}`);
      return problem;
    },
    connection: {
      async listPage({ cursor, signal: own }: { cursor: string | null; signal: AbortSignal }) {
        const place = cursor ?? 'start';
        events.push(`asked ${place}`);
        const answer = answers[place];
        if (answer !== 'hangs') return answer;
        await new Promise((_, reject) => own.addEventListener('abort', () => reject(new Error('broken off'))));
        return BUSY;
      },
    },
  } as unknown as OpenedStore;
  let observation = 0;
  const observe = async () => {
    observation += 1;
    events.push(`took ${observation}`);
    return observation;
  };
  return {
    events,
    store,
    read: (cursor: string | null = null) =>
      readAhead({
        store,
        patience: IMPATIENT,
        currency: 'EUR',
        observe,
        cursor,
        list: (from, own) => store.connection.listPage({ cursor: from, signal: own }),
      }),
  };
}

describe('reading ahead', () => {
  it('asks for the next page before this one is made whole', async () => {
    const { events, read } = storeOf({
      start: {
        ...listed('b'),
        products: async () => {
          events.push('products asked for');
          return pageOf('b');
        },
      },
      b: listed(null),
    });
    await read().next(signal);

    expect(events.indexOf('asked b')).toBeLessThan(events.indexOf('products asked for'));
  });

  it('I12 takes each observation before its request is sent, and each later page has a greater one', async () => {
    const { events, read } = storeOf({ start: listed('b'), b: listed('c'), c: listed(null) });
    const reader = read();
    const observations = [];
    for (let page = 0; page < 3; page++) {
      const asked = await reader.next(signal);
      if (asked.kind === 'answered') observations.push(asked.answer.observation);
    }

    expect(observations).toEqual([1, 2, 3]);
    for (const [at, place] of ['start', 'b', 'c'].entries()) {
      expect(events.indexOf(`took ${at + 1}`)).toBeLessThan(events.indexOf(`asked ${place}`));
    }
  });

  it('tells what went wrong with the page behind when that one is wanted, and not before', async () => {
    const { read } = storeOf({ start: listed('b'), b: BUSY });
    const reader = read();

    expect(await reader.next(signal)).toMatchObject({ kind: 'answered' });
    expect(await reader.next(signal)).toEqual({
      kind: 'wait',
      waitMs: BUSY.kind === 'throttled' ? BUSY.waitMs : 0,
      why: BUSY.detail,
    });
  });

  it('asks for nothing behind the end', async () => {
    const { events, read } = storeOf({ start: listed(null) });
    await read().next(signal);

    expect(events.filter((event) => event.startsWith('asked'))).toEqual(['asked start']);
  });

  it('is broken off by the signal of who waits, and by stop', async () => {
    const { events, read } = storeOf({ start: listed('b'), b: 'hangs' });
    const reader = read();
    await reader.next(signal);
    const caller = new AbortController();
    const next = reader.next(caller.signal);
    caller.abort();
    await expect(next).rejects.toThrow('broken off');

    const another = read('b');
    await until('a request that hangs', () => events.filter((event) => event === 'asked b').length === 2);
    await another.stop();
  });
});

describe('readers kept between two batches', () => {
  const reader = (credentialsVersion = 1) => {
    const stopped = jest.fn(async () => undefined);
    return { stopped, reader: { store: { credentialsVersion }, stop: stopped } as unknown as ReadAhead };
  };

  it('are handed over once, to who goes on from the same place with the same credentials', async () => {
    const readers = keptReaders();
    const { reader: kept, stopped } = reader();
    await readers.keep('run', { cursor: 'b', reader: kept });

    expect(await readers.take('another run', 'b', 1)).toBeNull();
    expect(await readers.take('run', 'b', 1)).toBe(kept);
    expect(await readers.take('run', 'b', 1)).toBeNull();
    expect(stopped).not.toHaveBeenCalled();
  });

  it.each([
    ['another place', 'c', 1],
    ['the beginning', null, 1],
    ['renewed credentials', 'b', 2],
  ])('are broken off for %s', async (_, cursor, version) => {
    const readers = keptReaders();
    const { reader: kept, stopped } = reader();
    await readers.keep('run', { cursor: 'b', reader: kept });

    expect(await readers.take('run', cursor, version)).toBeNull();
    expect(stopped).toHaveBeenCalledTimes(1);
  });

  it('are broken off when the run ends, when nobody takes them, and when there are too many', async () => {
    const ended = reader();
    const readers = keptReaders();
    await readers.keep('run', { cursor: 'b', reader: ended.reader });
    await readers.drop('run');
    expect(ended.stopped).toHaveBeenCalledTimes(1);

    const left = reader();
    await keptReaders(1).keep('run', { cursor: 'b', reader: left.reader });
    await until('the reader to be broken off', () => left.stopped.mock.calls.length === 1);

    const many = Array.from({ length: 11 }, () => reader());
    for (const [at, each] of many.entries()) await readers.keep(`run ${at}`, { cursor: 'b', reader: each.reader });
    expect(many.map(({ stopped }) => stopped.mock.calls.length)).toEqual([...Array(10).fill(0), 1]);
    await Promise.all(many.map((_, at) => readers.drop(`run ${at}`)));
  });
});
