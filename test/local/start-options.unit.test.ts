import { startOptions, UsageError } from '../../local/start/start-options';

it.each([
  [[], { demo: true, port: null }],
  [['--no-demo'], { demo: false, port: null }],
  [['--port', '9000'], { demo: true, port: 9000 }],
  [['--no-demo', '--port=1'], { demo: false, port: 1 }],
])('reads %j', (args, options) => {
  expect(startOptions(args)).toEqual(options);
});

it.each([
  [['--nodemo'], "Unknown option '--nodemo'"],
  [['demo'], "Unexpected argument 'demo'"],
  [['--port'], "Option '--port <value>' argument missing"],
  [['--port', '0'], "--port takes a number from 1 to 65535, not '0'"],
  [['--port', '65536'], "--port takes a number from 1 to 65535, not '65536'"],
  [['--port', '80a'], "--port takes a number from 1 to 65535, not '80a'"],
])('refuses %j and says why', (args, message) => {
  expect(() => startOptions(args)).toThrow(new UsageError(message));
});
