import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AttritionError } from '../src/core/errors.ts';
import { faultSentence } from '../src/core/fault-sentences.ts';
import { type Answer, codeLabelled } from './code-labelled.ts';
import { createEvalDesk, type Spending } from './desk.ts';
import { readLabelledSet } from './labelled-set.ts';
import { printScores } from './print-scores.ts';
import { score } from './score.ts';

const USAGE =
  'npm run eval -- --set FILE.jsonl [--set FILE.jsonl] [--coder reader|model] [--models models.yml] [--codebook FILE.yml] [--json] [--details]';
const OWN_CODEBOOK = fileURLToPath(new URL('../codebooks/employee-exit.yml', import.meta.url));

const { values } = parseArgs({
  options: {
    set: { type: 'string', multiple: true, default: [] },
    coder: { type: 'string', default: 'reader' },
    models: { type: 'string', default: 'models.yml' },
    codebook: { type: 'string', default: OWN_CODEBOOK },
    json: { type: 'boolean', default: false },
    details: { type: 'boolean', default: false },
  },
});

if (values.set.length === 0 || !['reader', 'model'].includes(values.coder)) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof AttritionError)) throw error;
    console.error(faultSentence(error.code, error.detail, 'en'));
    process.exitCode = 1;
  }
}

async function run(): Promise<void> {
  const spent: Spending = { calls: 0, promptTokens: 0, completionTokens: 0 };
  const useModel = values.coder === 'model';
  const desk = await createEvalDesk(values.codebook, useModel ? values.models : null, spent);
  const answers: Answer[] = [];
  for (const path of values.set) {
    for (const labelled of await readLabelledSet(path)) answers.push(await codeLabelled(labelled, desk, useModel));
  }
  // Mixed interviews are read by Chinese speakers and count with the Chinese ones.
  const groups = [...Map.groupBy(answers, ({ labelled }) => (labelled.language === 'en' ? 'English' : 'Chinese'))];
  const scores = groups.map(([language, own]) => ({ language, scores: score(own) }));
  if (values.json) return console.log(JSON.stringify({ coder: values.coder, languages: scores, spent }, null, 2));
  for (const group of scores) console.log(`${printScores(group.language, group.scores)}\n`);
  const { calls, promptTokens, completionTokens } = spent;
  console.log(`${calls} model calls, ${promptTokens} prompt and ${completionTokens} completion tokens`);
  if (values.details) for (const answer of answers) console.log(detailsOf(answer));
}

/** One line an interview: ids and codes only. */
function detailsOf({ labelled, attribution }: Answer): string {
  const given = (attribution?.causes ?? []).map(({ code, role }) => `${code} (${role})`).join(', ');
  const wanted = [...labelled.primary, ...labelled.contributing.map((code) => `+${code}`)].join(', ');
  const outcome =
    attribution === null ? 'not read' : `${attribution.outcome} ${attribution.special ?? attribution.why ?? ''}`;
  return `${labelled.id}: ${given} | ${outcome} | wanted: ${wanted}${labelled.special ?? ''}`;
}
