// Runs before everything else, in whatever Node the script got: the sources need Node 24, which npm installs with the
// package "node" unless install scripts are off.
const WANTED_MAJOR = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < WANTED_MAJOR) {
  console.error(
    `Attrition runs on Node ${WANTED_MAJOR} and got ${process.version}. The right one comes with "npm ci" ` +
      '(the package "node"); if you installed with --ignore-scripts, run "npm rebuild node" and start with npm, e.g. "npm start".',
  );
  process.exit(1);
}
