/** Tells the person at the terminal how it goes: one line for each step, and on a terminal a line that moves meanwhile. */
export type Progress = {
  /** A step that is over, or news worth a line. */
  say(line: string): void;
  /** What is going on at the moment; empty for nothing. */
  doing(words: string): void;
  now(): string;
  stop(): void;
};

type Out = { write(text: string): unknown; isTTY?: boolean; columns?: number };

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 90;

/** @param env `NO_COLOR` (no-color.org) and a `TERM` of "dumb" keep the line still. */
export function progressOn(out: Out, env: Record<string, string | undefined>): Progress {
  const moving = out.isTTY === true && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb';
  let words = '';
  let frame = 0;
  const clear = () => moving && words !== '' && out.write('\r\u001b[2K');
  const draw = () => {
    if (!moving || words === '') return;
    frame = (frame + 1) % FRAMES.length;
    out.write(`\r\u001b[2K${FRAMES[frame]} ${words.slice(0, (out.columns ?? 80) - 3)}`);
  };
  const timer = moving ? setInterval(draw, FRAME_MS) : undefined;
  timer?.unref();
  return {
    say(line) {
      clear();
      out.write(`${line}\n`);
      draw();
    },
    doing(next) {
      clear();
      words = next;
      draw();
    },
    now: () => words,
    stop() {
      clear();
      words = '';
      clearInterval(timer);
    },
  };
}
