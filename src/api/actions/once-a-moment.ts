import type { ApiServices } from '../http/services';

const MOMENT_MS = 500;

interface Asked<Answer> {
  at: number;
  isPending: boolean;
  answer: Promise<Answer>;
}

/** Asks once for all who come while it is asked, or within the moment after: whoever may ask can ask any number of times. */
export function onceAMoment<Answer>(ask: (services: ApiServices) => Promise<Answer>) {
  const askedOf = new WeakMap<object, Asked<Answer>>();
  return (services: ApiServices): Promise<Answer> => {
    const known = askedOf.get(services.database);
    if (known !== undefined && (known.isPending || performance.now() < known.at + MOMENT_MS)) return known.answer;

    const asked: Asked<Answer> = { at: performance.now(), isPending: true, answer: ask(services) };
    askedOf.set(services.database, asked);
    const isOver = () => {
      asked.isPending = false;
    };
    asked.answer.then(isOver, isOver);
    return asked.answer;
  };
}
