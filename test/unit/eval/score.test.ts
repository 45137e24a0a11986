import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../eval/code-labelled.ts';
import type { Labelled } from '../../../eval/labelled-set.ts';
import { score } from '../../../eval/score.ts';
import type { Attribution, CauseRole } from '../../../src/core/attribution.ts';

const labelled = (more: Partial<Labelled>): Labelled => ({
  id: 'x',
  language: 'en',
  text: 'The pay is low. My desk mate hated the boss.',
  separation_type: 'voluntary',
  primary: ['pay-level'],
  contributing: [],
  mentioned: [],
  special: null,
  evidence: { 'pay-level': ['The pay is low.'] },
  traps: [{ class: 'other-person', about: 'manager-behavior', text: 'My desk mate hated the boss.' }],
  ...more,
});

const attribution = (
  causes: readonly (readonly [string, CauseRole])[],
  more: Partial<Attribution> = {},
): Attribution => ({
  interviewId: 'x',
  codebook: 'employee-exit@1',
  outcome: 'coded',
  separation: { type: 'voluntary', ranked: true, doubt: false, sentence: null },
  causes: causes.map(([code, role]) => ({ code, role, strength: 4, trigger: null, evidence: [] })),
  special: null,
  conflict: null,
  why: null,
  ...more,
});

const answer = (more: Partial<Answer> = {}): Answer => ({
  labelled: labelled({}),
  attribution: attribution([['pay-level', 'primary']]),
  evidence: [{ code: 'pay-level', start: 0, end: 15 }],
  ...more,
});

const review = attribution([], { outcome: 'review', why: 'no-model' });

describe('the figures of an evaluation', () => {
  it('a right answer scores everywhere and steps into no trap', () => {
    const scores = score([answer()]);
    const whole = { x: 1, n: 1 };
    expect(scores).toMatchObject({
      primary: whole,
      precision: whole,
      recall: whole,
      evidence: whole,
      separation: whole,
      f1: { micro: 1, macro: 1 },
      traps: { 'other-person': { x: 0, n: 1 } },
      abstained: { x: 0, n: 1 },
    });
    expect(scores.primary.interval.low).toBeCloseTo(0.207, 3);
  });

  it('a code given because of a trap is a hit, and so are its words as evidence', () => {
    const stepped = answer({
      attribution: attribution([['manager-behavior', 'primary']]),
      evidence: [{ code: 'manager-behavior', start: 16, end: 44 }],
    });
    expect(score([stepped])).toMatchObject({
      traps: { 'other-person': { x: 1, n: 1 } },
      primary: { x: 0 },
      evidence: { x: 0, n: 1 },
    });
  });

  it('an interview sent to a person is no right answer, even where no cause was labelled', () => {
    const silent = answer({
      labelled: labelled({ primary: [], special: 'no-cause-found' }),
      attribution: review,
      evidence: [],
    });
    expect(score([silent, answer()])).toMatchObject({
      primary: { x: 1, n: 2 },
      abstained: { x: 1, n: 2 },
      accuracyOfRest: { x: 1, n: 1 },
    });
  });

  it('a mention counts for nothing and an unlabelled contributing cause against precision', () => {
    const given = attribution([
      ['pay-level', 'primary'],
      ['culture-values', 'contributing'],
      ['peer-relations', 'mentioned'],
    ]);
    expect(score([answer({ attribution: given })])).toMatchObject({
      precision: { x: 1, n: 2 },
      recall: { x: 1, n: 1 },
    });
  });

  it('either of two tied primaries is right', () => {
    const tie = labelled({ primary: ['pay-level', 'career-growth'] });
    expect(score([answer({ labelled: tie })])).toMatchObject({ primary: { x: 1, n: 1 }, recall: { x: 1, n: 2 } });
  });
});
