import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { openTerminal } from '../../local/servers/terminal';

const UP_2_AND_CLEAR = '\x1b[2A\x1b[0J';

it('keeps live lines below what is said, and removes them', () => {
  const { terminal, written } = terminalOf({ isTTY: true, columns: 40 });
  terminal.live(['one', 'two']);
  terminal.say('said');
  terminal.live([]);

  expect(written()).toBe(`one\ntwo\n${UP_2_AND_CLEAR}said\none\ntwo\n${UP_2_AND_CLEAR}`);
});

it('cuts live lines that would wrap', () => {
  const { terminal, written } = terminalOf({ isTTY: true, columns: 5 });
  terminal.live(['█████████']);

  expect(written()).toBe('████\n');
});

it('draws nothing again where there is no terminal', () => {
  const { terminal, written } = terminalOf({ isTTY: false, columns: 40 });
  terminal.live(['one']);
  terminal.say('said');

  expect(terminal.isInteractive).toBe(false);
  expect(written()).toBe('said\n');
});

it('says what a step came to', async () => {
  const { terminal, written } = terminalOf({ isTTY: false, columns: 40 });

  await expect(
    terminal.step(
      'migrations',
      async () => 3,
      (count) => `${count} ran`,
    ),
  ).resolves.toBe(3);

  expect(written()).toBe('  migrations       3 ran\n');
});

function terminalOf(properties: Pick<WriteStream, 'isTTY' | 'columns'>) {
  let written = '';
  const stream = new PassThrough({ encoding: 'utf8' }).on('data', (text) => {
    written += text;
  });
  const output = Object.assign(Object.create(stream), properties, { write: (text: string) => (written += text) });
  return { terminal: openTerminal(output), written: () => written };
}
