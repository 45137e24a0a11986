import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { makeInterviews } from '../../../../bench/corpus/interviews.ts';
import { readLabelledSet } from '../../../../eval/labelled-set.ts';
import { loadCodebook } from '../../../../src/coding/load-codebook.ts';
import { type Line, linesOf } from '../../../../src/coding/reader/lines.ts';
import { createPatternSearch, type PatternSearch } from '../../../../src/coding/reader/pattern-search.ts';
import { sightingsOf } from '../../../../src/coding/reader/sightings.ts';
import { foldForCues } from '../../../../src/core/cues.ts';
import type { Interview } from '../../../../src/core/interview.ts';
import type { InterviewLanguage } from '../../../../src/core/language.ts';
import { seededRandom } from '../../../../src/core/seeded-random.ts';
import { structureDocument } from '../../../../src/ingest/structure/structure-document.ts';
import { MINIMAL_PAIRS } from '../../../fixtures/evidence/minimal-pairs.ts';
import { EXIT_TEXTS } from '../../../support/exit-texts.ts';
import { interviewOf } from '../../../support/interviews.ts';
import { matchingText } from '../../../support/matching-text.ts';

const path = (name: string) => fileURLToPath(new URL(`../../../../${name}`, import.meta.url));
const SETS = ['eval/own-set.jsonl', 'eval/sets/unseen-en.jsonl', 'eval/sets/unseen-zh.jsonl'];
/** Texts drawn from each expression; of a few most draws are barred by what the expression forbids around it. */
const DRAWS = 60;

function interviewsIn(text: string): readonly Pick<Interview, 'language' | 'text' | 'turns' | 'sentences'>[] {
  const document = { name: 'a.txt', kind: 'text', parts: [{ type: 'text', title: null, text }], remarks: [] } as const;
  const structured = structureDocument(document);
  return 'interviews' in structured ? structured.interviews : [];
}

async function allInterviews(): Promise<readonly Interview[]> {
  const labelled = (await Promise.all(SETS.map((set) => readLabelledSet(path(set))))).flat();
  const made = await makeInterviews(6, 2_000);
  const texts = [...labelled, ...made].map(({ text }) => text).concat(Object.values(EXIT_TEXTS));
  const structured = texts.flatMap(interviewsIn).map((draft) => interviewOf([], draft));
  return [...structured, ...MINIMAL_PAIRS.map(({ text }) => interviewOf([['leaver', text]]))];
}

const interviews = await allInterviews();

describe.each(['employee-exit', 'tech-abandonment'])('the search for the patterns of %s', async (name) => {
  const { patterns, cues } = await loadCodebook(path(`codebooks/${name}.yml`));
  const search = createPatternSearch(patterns);
  const all = Object.values(patterns.codes).flatMap(({ facts, topics }) => [facts, topics]);
  const expressions = { en: all.flatMap(({ en }) => en), zh: all.flatMap(({ zh }) => zh) };
  const likely = (text: string, language: InterviewLanguage) => search(text, language).map((each) => each.expression);
  const everything: PatternSearch = (_, language) =>
    Object.entries(patterns.codes).flatMap(([code, { facts, topics, unless }]) =>
      [facts, topics].flatMap((own) => {
        const inLanguage = language === 'mixed' ? [...own.en, ...own.zh] : own[language];
        return inLanguage.map((expression) => ({ code, isFact: own === facts, expression, unless }));
      }),
    );

  it('changes no sighting, whatever is read', () => {
    const sightings = (lines: readonly Line[], by: PatternSearch) =>
      lines.flatMap((line, index) => {
        const near = { before: lines.slice(0, index), after: lines[index + 1] ?? null };
        return sightingsOf(line, near, { cues, search: by });
      });
    let seen = 0;
    for (const interview of interviews)
      for (const language of [interview.language, 'mixed'] as const) {
        const lines = linesOf({ ...interview, language }, cues);
        const found = sightings(lines, search);
        seen += found.length;
        expect(found).toEqual(sightings(lines, everything));
      }
    expect(seen).toBeGreaterThan(10);
  });

  it.each(['en', 'zh'] as const)('names every expression that matches a text made for it (%s)', (language) => {
    const draw = seededRandom(1);
    const withoutMatch = expressions[language].filter((expression) => {
      const texts = Array.from({ length: DRAWS }, () => `so ${matchingText(expression, draw)} 了`);
      const matched = [...texts, ...texts.map(foldForCues)].filter((text) => expression.test(text));
      const missed = matched.filter((text) => !likely(text, language).includes(expression));
      expect(missed, expression.source).toEqual([]);
      return matched.length === 0;
    });
    expect(withoutMatch.length).toBeLessThan(expressions[language].length / 20);
  });

  it('reads mixed talk for both languages', () => {
    const [english] = expressions.en;
    const [chinese] = expressions.zh;
    const draw = seededRandom(2);
    const text = `${matchingText(english as RegExp, draw)}，${matchingText(chinese as RegExp, draw)}`;
    expect(likely(text, 'mixed')).toEqual(expect.arrayContaining([english, chinese]));
  });
});
