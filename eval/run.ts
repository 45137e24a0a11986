import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadCodebook } from '../src/coding/load-codebook.ts';
import { AttritionError } from '../src/core/errors.ts';
import { faultSentence } from '../src/core/fault-sentences.ts';
import { type Answer, codeLabelled } from './code-labelled.ts';
import { createEvalDesk, type Spending } from './desk.ts';
import { evaluateFaults } from './faults/evaluate-faults.ts';
import { printFaults } from './faults/print-faults.ts';
import { type Labelled, readLabelledSet } from './labelled-set.ts';
import { PAD_TOKENS, padTo, readNeutralExchanges } from './pad.ts';
import { printScores } from './print-scores.ts';
import { score } from './score.ts';
import { type Group, scoresAsJson } from './scores-as-json.ts';

const USAGE = `npm run eval -- --set FILE.jsonl [--set FILE.jsonl] [--coder reader|model] [--models models.yml] [--codebook FILE.yml] [--pad 2k|50k] [--json] [--details]
npm run eval -- --faults [--set FILE.jsonl] [--codebook FILE.yml] [--json]`;
const OWN_CODEBOOK = fileURLToPath(new URL('../codebooks/employee-exit.yml', import.meta.url));
/** Invented and easy: enough to put faults into, no measure of accuracy. */
const OWN_SET = fileURLToPath(new URL('own-set.jsonl', import.meta.url));

const { values } = parseArgs({
  options: {
    set: { type: 'string', multiple: true, default: [] },
    coder: { type: 'string', default: 'reader' },
    models: { type: 'string', default: 'models.yml' },
    codebook: { type: 'string', default: OWN_CODEBOOK },
    pad: { type: 'string', default: 'none' },
    faults: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    details: { type: 'boolean', default: false },
  },
});

if (
  (values.set.length === 0 && !values.faults) ||
  !['reader', 'model'].includes(values.coder) ||
  !['none', ...Object.keys(PAD_TOKENS)].includes(values.pad)
) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  try {
    await (values.faults ? runFaults() : runAccuracy());
  } catch (error) {
    if (!(error instanceof AttritionError)) throw error;
    console.error(faultSentence(error.code, error.detail, 'en'));
    process.exitCode = 1;
  }
}

async function runFaults(): Promise<void> {
  const sets = values.set.length === 0 ? [OWN_SET] : values.set;
  const evaluation = await evaluateFaults(await readSets(sets), await loadCodebook(values.codebook));
  if (!values.json) return console.log(printFaults(evaluation));
  // The first verifier's figures stand at the top: the aims are about it.
  console.log(JSON.stringify({ ...evaluation.runs[0], ...evaluation }, null, 2));
}

async function runAccuracy(): Promise<void> {
  const useModel = values.coder === 'model';
  const spent: Spending = { calls: 0, promptTokens: 0, completionTokens: 0 };
  const desk = await createEvalDesk(values.codebook, useModel ? values.models : null, spent);
  const answers: { answer: Answer; spent: Spending }[] = [];
  for (const labelled of await padded(await readSets(values.set))) {
    const before = { ...spent };
    const answer = await codeLabelled(labelled, desk, useModel);
    answers.push({ answer, spent: difference(spent, before) });
  }
  // Mixed interviews are read by Chinese speakers and count with the Chinese ones.
  const group = (language: string, own: typeof answers): Group => ({
    language,
    scores: score(own.map(({ answer }) => answer)),
    spent: own.reduce((total, each) => difference(total, each.spent, -1), {
      calls: 0,
      promptTokens: 0,
      completionTokens: 0,
    }),
  });
  const isEnglish = ({ answer }: (typeof answers)[number]) => answer.labelled.language === 'en';
  const groups = {
    en: group('English', answers.filter(isEnglish)),
    zh: group(
      'Chinese',
      answers.filter((each) => !isEnglish(each)),
    ),
    all: group('Both languages', answers),
  };
  if (values.json)
    return console.log(JSON.stringify({ coder: values.coder, pad: values.pad, ...scoresAsJson(groups) }, null, 2));
  for (const { language, scores } of Object.values(groups))
    if (scores.interviews > 0) console.log(`${printScores(language, scores)}\n`);
  const { calls, promptTokens, completionTokens } = spent;
  console.log(`${calls} model calls, ${promptTokens} prompt and ${completionTokens} completion tokens`);
  if (values.details) for (const { answer } of answers) console.log(detailsOf(answer));
}

async function readSets(paths: readonly string[]): Promise<readonly Labelled[]> {
  return (await Promise.all(paths.map(readLabelledSet))).flat();
}

async function padded(set: readonly Labelled[]): Promise<readonly Labelled[]> {
  const tokens = Object.entries(PAD_TOKENS).find(([name]) => name === values.pad)?.[1];
  if (tokens === undefined) return set;
  const neutral = await readNeutralExchanges();
  return set.map((labelled) => padTo(tokens, labelled, neutral));
}

function difference(a: Spending, b: Spending, sign = 1): Spending {
  return {
    calls: a.calls - sign * b.calls,
    promptTokens: a.promptTokens - sign * b.promptTokens,
    completionTokens: a.completionTokens - sign * b.completionTokens,
  };
}

/** One line an interview: ids and codes only. */
function detailsOf({ labelled, attribution }: Answer): string {
  const given = (attribution?.causes ?? []).map(({ code, role }) => `${code} (${role})`).join(', ');
  const wanted = [...labelled.primary, ...labelled.contributing.map((code) => `+${code}`)].join(', ');
  const outcome =
    attribution === null ? 'not read' : `${attribution.outcome} ${attribution.special ?? attribution.why ?? ''}`;
  return `${labelled.id}: ${given} | ${outcome} | wanted: ${wanted}${labelled.special ?? ''}`;
}
