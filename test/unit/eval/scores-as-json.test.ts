import { expect, it } from 'vitest';
import type { Answer } from '../../../eval/code-labelled.ts';
import { score } from '../../../eval/score.ts';
import { scoresAsJson } from '../../../eval/scores-as-json.ts';

const answer: Answer = {
  labelled: {
    id: 'x',
    language: 'zh',
    text: '工资太低。',
    separation_type: 'voluntary',
    primary: ['pay-level'],
    contributing: [],
    mentioned: [],
    special: null,
    evidence: { 'pay-level': ['工资太低'] },
    traps: [{ class: 'asked', about: 'career-growth', text: '工资太低。' }],
  },
  attribution: {
    interviewId: 'x',
    codebook: 'employee-exit@1',
    outcome: 'coded',
    separation: { type: 'voluntary', ranked: true, doubt: false, sentence: null },
    causes: [{ code: 'career-growth', role: 'primary', strength: 4, trigger: null, evidence: [] }],
    special: null,
    conflict: null,
    why: null,
  },
  evidence: [],
};
const free = { calls: 0, promptTokens: 0, completionTokens: 0 };
const spent = { calls: 3, promptTokens: 900, completionTokens: 40 };

it('gives every figure of issue 4 by language, and null where there is nothing to share', () => {
  const json = scoresAsJson({
    en: { language: 'English', scores: score([]), spent: free },
    zh: { language: 'Chinese', scores: score([answer]), spent },
    all: { language: 'Both', scores: score([answer]), spent },
  });
  expect(json).toMatchObject({
    n: { en: 0, zh: 1, all: 1 },
    primaryAccuracy: { en: null, zh: 0, all: 0 },
    causePrecision: { en: null, zh: 0, all: 0 },
    causeRecall: { en: null, zh: 0, all: 0 },
    microF1: { en: 0, zh: 0, all: 0 },
    macroF1: { en: 0, zh: 0, all: 0 },
    trapHits: { en: 0, zh: 1, all: 1 },
    trapsLaid: { en: 0, zh: 1, all: 1 },
    evidencePrecision: { en: null, zh: null, all: null },
    abstained: { en: null, zh: 0, all: 0 },
    calls: { en: 0, zh: 3, all: 3 },
    promptTokens: { en: 0, zh: 900, all: 900 },
    completionTokens: { en: 0, zh: 40, all: 40 },
  });
});
