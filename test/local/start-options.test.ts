import { describe, expect, it } from 'vitest';
import { HELP, readOptions } from '../../infra/local/start/options.ts';

const read = (...args: string[]) => readOptions(args, ['stockton', 'darlington']);
const message = (...args: string[]) => {
  const result = read(...args);
  return result.kind === 'wrong' ? result.message : `taken: ${JSON.stringify(result)}`;
};

describe('the options of npm start', () => {
  it('plays the sample week for the first council when nothing is said', () => {
    expect(read()).toEqual({
      kind: 'start',
      options: {
        once: false,
        input: null,
        day: null,
        now: null,
        data: null,
        port: null,
        council: 'stockton',
        notify: null,
        report: null,
        subscribers: null,
        unkind: null,
      },
    });
  });

  it('takes every option of the command line that others rely on', () => {
    const asked = ['--once', '--input', 'in', '--now', '2026-09-29T10:00:00+01:00', '--data', 'd', '--port', '4100'];
    const other = ['--notify', 'http://127.0.0.1:6011/', '--notify-key', 'k', '--notify-callback-token', 't'];
    expect(
      read(...asked, '--council', 'darlington', '--report', 'r.json', '--subscribers', 's.json', ...other),
    ).toEqual({
      kind: 'start',
      options: {
        once: true,
        input: 'in',
        day: null,
        now: Date.parse('2026-09-29T09:00:00Z'),
        data: 'd',
        port: 4100,
        council: 'darlington',
        notify: { url: 'http://127.0.0.1:6011', key: 'k', callbackToken: 't' },
        report: 'r.json',
        subscribers: 's.json',
        unkind: null,
      },
    });
  });

  it.each([
    [['--onse'], '--onse'],
    [['folder'], 'folder'],
    [['--input'], '--input'],
    [['--input', ''], '--input is empty'],
    [['--now', '2026-09-29'], 'instant with its offset'],
    [['--now', '2026-09-29T10:00:00'], 'instant with its offset'],
    [['--now', '2026-13-29T10:00:00Z'], 'instant with its offset'],
    [['--now', '2026-02-30T10:00:00Z'], 'instant with its offset'],
    [['--day', '0'], '--day must be a day of the sample week, 1 to 5'],
    [['--day', '6'], '--day must be a day of the sample week, 1 to 5'],
    [['--day', '1', '--input', 'in'], '--day is of the sample week'],
    [['--port', '0'], 'from 1 to 65535'],
    [['--port', '70000'], 'from 1 to 65535'],
    [['--port', 'http'], 'from 1 to 65535'],
    [['--council', 'york'], 'one of stockton, darlington'],
    [['--notify', 'http://127.0.0.1:1'], 'give all three'],
    [['--unkind', 'x'], 'a whole number'],
    [['--unkind', '1', '--data', 'D'], 'leave --data out'],
    [['--pollers', '2'], 'goes with --unkind'],
    [['--unkind', '1', '--pollers', '0'], 'from 1'],
    [['--notify-key', 'k'], 'give all three'],
    [['--notify', 'ftp://x', '--notify-key', 'k', '--notify-callback-token', 't'], 'http or https'],
  ])('refuses %j and says why', (args, why) => {
    expect(message(...args)).toContain(why);
    expect(message(...args)).toContain('--help');
  });

  it('names every option in its help', () => {
    expect(read('--help')).toEqual({ kind: 'help', text: HELP });
    const options = [
      'once',
      'input',
      'now',
      'data',
      'port',
      'council',
      'notify',
      'notify-key',
      'notify-callback-token',
    ];
    for (const option of [...options, 'report', 'unkind', 'pollers', 'help']) expect(HELP).toContain(`--${option} `);
  });
});
