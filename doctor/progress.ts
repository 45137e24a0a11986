import { COLUMNS, plain, widthOf } from './layout.ts';

/** Tells a person how far the doctor is: a bar on a terminal, else one line for each stage. */
export interface Progress {
  /** Names what is being done from now on. */
  stage(name: string): void;
  step(): void;
  /** Goes to this step, when a part was skipped. */
  jumpTo(step: number): void;
  /** Takes the bar away. */
  end(): void;
}

const BAR_COLUMNS = 24;
/** Back to the first column, and the line wiped. */
const WIPE = '\r\u001b[2K';

/** Draws to `err`, so that what is piped on holds the report alone. */
export function createProgress(total: number, isTTY: boolean, err: (text: string) => void): Progress {
  let done = 0;
  let name = '';
  const draw = () => {
    if (!isTTY) return;
    const share = Math.min(1, done / Math.max(1, total));
    const filled = Math.round(share * BAR_COLUMNS);
    const bar = `[${'#'.repeat(filled)}${'.'.repeat(BAR_COLUMNS - filled)}] ${Math.round(share * 100)}% `;
    err(WIPE + bar + clipped(name, COLUMNS - 1 - bar.length));
  };
  return {
    stage(next) {
      name = plain(next);
      if (isTTY) draw();
      else err(`${name}\n`);
    },
    step() {
      done += 1;
      draw();
    },
    jumpTo(step) {
      done = step;
      draw();
    },
    end() {
      if (isTTY) err(WIPE);
    },
  };
}

function clipped(text: string, columns: number): string {
  let clip = '';
  for (const letter of text) if (widthOf(clip + letter) <= columns) clip += letter;
  return clip;
}
