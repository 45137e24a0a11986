// Runs before everything else, in whatever Node the script got: the sources need Node 24, which npm installs with the
// package "node" unless install scripts are off.
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

const WANTED_MAJOR = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < WANTED_MAJOR) {
  console.error(
    `Attrition runs on Node ${WANTED_MAJOR} and got ${process.version}. The right one comes with "npm ci" ` +
      '(the package "node"); if you installed with --ignore-scripts, run "npm rebuild node" and start with npm, e.g. "npm start".',
  );
  process.exit(1);
}

// Keeps the sources without their types, and compiled, for the next start, in the file reader's thread too. Beside the
// packages and not in /tmp, where others could put something into it; where it can't be written there is none.
nodeModule.enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)));
