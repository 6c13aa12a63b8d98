import { orThrow } from '../../clients/typescript/src/index';
import { plainText } from '../output/plain-text';
import { tableLines } from '../output/table';
import type { AddCommand } from './command';

const SCHEDULE = ['<schedule>', 'id of the schedule'] as const;

/** `schedules`, `schedules pause|resume|trigger` */
export const addSchedules: AddCommand = (program, open) => {
  const schedules = program
    .command('schedules')
    .description('list the schedules (operator)')
    .action(async (_options: object, command) => {
      const { print, as } = open(command);
      const found = orThrow(await as('operator').GET('/v1/schedules'));
      print.result(found, () =>
        tableLines(
          found.items,
          [
            { title: 'id', of: ({ id }) => id },
            { title: 'when', of: ({ interval, cron }) => interval ?? cron },
            { title: 'time zone', of: ({ time_zone }) => time_zone },
            { title: 'state', of: ({ paused }) => (paused ? 'paused' : 'active') },
            { title: 'next', of: ({ next_at }) => next_at },
            { title: 'last', of: ({ last_at }) => last_at },
            { title: 'what', of: ({ description }) => description, most: 60 },
          ],
          print.paint,
        ),
      );
    });

  for (const [name, paused] of [['pause', true] as const, ['resume', false] as const]) {
    schedules
      .command(name)
      .description(`${name} a schedule`)
      .argument(...SCHEDULE)
      .action(async (id: string, _options: object, command) => {
        const { print, as } = open(command);
        const schedule = orThrow(
          await as('operator').PUT('/v1/schedules/{id}', { params: { path: { id } }, body: { paused } }),
        );
        print.result(schedule, () => [`${schedule.id} is ${schedule.paused ? 'paused' : 'active'}.`]);
      });
  }

  schedules
    .command('trigger')
    .description('let a schedule act now')
    .argument(...SCHEDULE)
    .action(async (id: string, _options: object, command) => {
      const { print, as } = open(command);
      const accepted = orThrow(await as('operator').POST('/v1/schedules/{id}/trigger', { params: { path: { id } } }));
      print.result(accepted, () => [plainText(accepted.message)]);
    });
};
