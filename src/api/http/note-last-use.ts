import type { NextFunction, Request, Response } from 'express';
import { notingLastUse } from '../../tenants/last-use';
import type { Caller } from './caller';
import type { ApiServices } from './services';

/** Notes behind each answer which key asked: `locals.caller` is there when it was a good one. */
export function noteLastUse({ database, log }: Pick<ApiServices, 'database' | 'log'>) {
  const note = notingLastUse(database, {
    onFailure: (error, { kind, id }) => log.warn({ err: error, kind, key_id: id }, 'the use of a key was not noted'),
  });
  return (_request: Request, response: Response, next: NextFunction): void => {
    response.on('close', () => {
      const caller: Caller = response.locals.caller ?? null;
      if (caller !== null && caller.key.kind !== 'setting') note(caller.key);
    });
    next();
  };
}
