import { describe, expect, it } from 'vitest';
import type { CompletionRequest, LanguageModel, ModelEvent } from '../../../src/core/ports/language-model.ts';
import { replaceSlots } from '../../../src/core/slots.ts';
import { fillClaim } from '../../../src/report/fill-slots.ts';
import { WITHOUT_DIGITS, type WriterEvent, writeWithModel } from '../../../src/report/model-writer.ts';
import { proseMessages } from '../../../src/report/prose-prompt.ts';
import { createSentenceStream } from '../../../src/report/sentence-stream.ts';
import { writeTemplate } from '../../../src/report/template-writer.ts';
import { contextOf } from '../../fixtures/findings/context.ts';
import { sampleCodebook as codebook, interviewsWith } from '../../fixtures/findings/sample.ts';

const interviews = interviewsWith({ pay: 12, relocation: 9, growth: 5, manager: 4 });
const withoutSlots = (text: string) => replaceSlots(text, () => '');

describe('writeTemplate', () => {
  it.each(['en', 'zh'] as const)(
    'writes sentences without a digit of their own, all of which can be filled (%s)',
    (language) => {
      const context = contextOf(interviews, language);
      const drafts = writeTemplate(context, codebook);
      expect(new Set(drafts.map((draft) => draft.section))).toEqual(new Set(['core', 'causes', 'suggestions']));
      for (const draft of drafts) {
        expect(withoutSlots(draft.text)).not.toMatch(/[\p{N}{}]/u);
        expect(fillClaim(draft, { findings: context.findings, codebook, language }).text).not.toMatch(/[{}]/);
      }
    },
  );

  it('leaves out levers with digits and causes nobody can change', () => {
    const suggestions = writeTemplate(contextOf(interviews, 'en'), codebook)
      .filter((draft) => draft.section === 'suggestions')
      .map((draft) => draft.text);
    expect(suggestions).toEqual(['pay', 'growth', 'manager'].map((code) => `On {cause:${code}}: publish the rule.`));
  });

  it('writes nothing about four interviews and no ranking about nine', () => {
    expect(writeTemplate(contextOf(interviewsWith({ pay: 4 }), 'en'), codebook)).toEqual([]);
    const few = writeTemplate(contextOf(interviewsWith({ pay: 6, growth: 3 }), 'en'), codebook);
    expect(few.map((draft) => draft.section)).toEqual(['core']);
    expect(few[0]?.text).toContain('no ranking');
  });
});

describe('fillClaim', () => {
  const text =
    '{cause:pay} {count:pay} {percent:pay} {interval:pay} {n} {yes} {partly} {no} {cause:growth} {quote:pay} {cause:pay}';

  it.each([
    [
      'en',
      'Pay level 12 of 30 40\u00a0% 25–58\u00a0% 30 53\u00a0% 8\u00a0% 39\u00a0% Career growth “The main reason is told in interview pay-1.” Pay level',
    ],
    [
      'zh',
      '薪酬水平 12/30 份 40% 25–58% 30 53% 8% 39% 职业发展 “The main reason is told in interview pay-1.” 薪酬水平',
    ],
  ] as const)('fills every slot from the findings (%s)', (language, expected) => {
    const { findings } = contextOf(interviews, language);
    const claim = fillClaim({ section: 'causes', text }, { findings, codebook, language });
    expect(claim).toEqual({ section: 'causes', text: expected, codes: ['pay', 'growth'] });
  });

  it('fills nothing that the table does not show', () => {
    const { findings } = contextOf(interviews, 'en');
    const draft = { section: 'core', text: '{count:hours} interviews.' } as const;
    expect(() => fillClaim(draft, { findings, codebook, language: 'en' })).toThrow(RangeError);
  });

  it('gives counts in place of percentages under ten interviews', () => {
    const { findings } = contextOf(interviewsWith({ pay: 6 }), 'en');
    const claim = fillClaim({ section: 'core', text: '{percent:pay}' }, { findings, codebook, language: 'en' });
    expect(claim.text).toBe('6 of 6');
  });
});

describe('createSentenceStream', () => {
  const cut = (text: string, size: number) => {
    const stream = createSentenceStream();
    const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
      text.slice(i * size, (i + 1) * size),
    );
    return [...pieces.flatMap((piece) => stream.push(piece)), ...stream.end()];
  };

  it.each([1, 2, 3, 7, 1000])('cuts the same sentences whatever the size of the pieces (%i)', (size) => {
    const text = 'Pay leads ({count:pay}). See v1.2 of it! “Really?” Yes\n薪酬最多。他说“走了。”然后呢？没有句号的一行';
    expect(cut(text, size)).toEqual([
      'Pay leads ({count:pay}).',
      'See v1.2 of it!',
      '“Really?”',
      'Yes',
      '薪酬最多。',
      '他说“走了。”',
      '然后呢？',
      '没有句号的一行',
    ]);
  });

  it('holds a sentence back until its end is certain', () => {
    const stream = createSentenceStream();
    expect(stream.push('{cause:pay} leads.')).toEqual([]);
    expect(stream.push(' N')).toEqual(['{cause:pay} leads.']);
  });
});

describe('writeWithModel', () => {
  const modelOf = (events: readonly ModelEvent[], seen: CompletionRequest[] = []): LanguageModel => ({
    label: 'Test model',
    windowTokens: 8192,
    complete: () => Promise.reject(new Error('not used')),
    async *stream(request) {
      seen.push(request);
      yield* events;
    },
  });
  const text = (delta: string): ModelEvent => ({ type: 'text', delta });
  const finished = (model: string): ModelEvent => ({ type: 'finished', completion: { text: '', model, usage: null } });
  const collect = async (model: LanguageModel) => {
    const events: WriterEvent[] = [];
    for await (const event of writeWithModel(model, contextOf(interviews, 'en'), codebook)) events.push(event);
    return events;
  };

  it('gives each sentence under its label, without bullets', async () => {
    const prose =
      'CORE\n{cause:pay} leads. {n} told us.\n\n**CAUSES:** 1. {cause:pay} first.\n## Suggestions:\n- Talk about {cause:growth}';
    const events = await collect(
      modelOf([{ type: 'started', model: 'A', fallback: null }, ...[...prose].map(text), finished('A')]),
    );
    expect(events).toEqual([
      { type: 'restart', model: 'A', fallback: null },
      { type: 'claim', draft: { section: 'core', text: '{cause:pay} leads.' } },
      { type: 'claim', draft: { section: 'core', text: '{n} told us.' } },
      { type: 'claim', draft: { section: 'causes', text: '{cause:pay} first.' } },
      { type: 'claim', draft: { section: 'suggestions', text: 'Talk about {cause:growth}' } },
      { type: 'done', model: 'A' },
    ]);
  });

  it('drops sentences that rest on nothing counted, and those that repeat the prompt', async () => {
    const messages = proseMessages(contextOf(interviews, 'en'), codebook);
    const rule = /^.*\{yes\} and \{partly\}.*$/m.exec(messages[0]?.content ?? '')?.[0] ?? '';
    const prose = `CORE\nThe report discusses a lack of pay and family life.\nPREVENTABLE\n${rule}\n{yes} can be changed.`;
    const events = await collect(
      modelOf([{ type: 'started', model: 'A', fallback: null }, text(prose), finished('A')]),
    );
    expect(rule).toContain('{yes}');
    expect(events.slice(1, -1)).toEqual([
      { type: 'dropped' },
      { type: 'dropped' },
      { type: 'claim', draft: { section: 'preventable', text: '{yes} can be changed.' } },
    ]);
  });

  it('voids what an earlier model wrote, its half sentence and its section included', async () => {
    const fallback = { from: 'A', why: 'stalled' } as const;
    const events = await collect(
      modelOf([
        { type: 'started', model: 'A', fallback: null },
        text('CAUSES\nOld one. Half a sent'),
        { type: 'started', model: 'B', fallback },
        text('{cause:pay} anew.'),
        finished('B'),
      ]),
    );
    expect(events.slice(2)).toEqual([
      { type: 'restart', model: 'B', fallback },
      { type: 'claim', draft: { section: 'core', text: '{cause:pay} anew.' } },
      { type: 'done', model: 'B' },
    ]);
  });

  it('stops taking sentences from a model that does not stop', async () => {
    const events = await collect(
      modelOf([{ type: 'started', model: 'A', fallback: null }, text('{n} again. '.repeat(100)), finished('A')]),
    );
    expect(events.filter((event) => event.type === 'claim')).toHaveLength(16);
  });

  it.each(['en', 'zh'] as const)(
    'asks with a cap, and shows the model no number it could copy (%s)',
    async (language) => {
      const seen: CompletionRequest[] = [];
      const context = contextOf(interviews, language);
      for await (const _ of writeWithModel(modelOf([finished('A')], seen), context, codebook));
      expect(seen[0]?.purpose).toBe('prose');
      expect(seen[0]?.maxTokens).toBeLessThanOrEqual(1000);
      for (const message of proseMessages(context, codebook)) expect(message.content).not.toMatch(/\p{N}/u);
    },
  );
});

describe('the pattern that makes a digit impossible', () => {
  const allowed = new RegExp(`^${WITHOUT_DIGITS}$`, 'u');

  it.each([
    ['CORE\n{cause:pay-level} weighs most: {count:pay-level}.', true],
    ['核心\n{cause:code-2}最突出，共{n}份。', true],
    ['Pay weighs most, 12 people.', false],
    ['共１２人。', false],
    ['{12}', true],
    ['{Twelve 12}', false],
  ])('%j', (text, fits) => {
    expect(allowed.test(text)).toBe(fits);
  });
});
