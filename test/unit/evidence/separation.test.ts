import { describe, expect, it } from 'vitest';
import { decideSeparation } from '../../../src/evidence/separation.ts';
import { evidenceCodebook as codebook } from '../../fixtures/evidence/codebook.ts';
import { draftOf } from '../../support/interviews.ts';

const said = (words: string, separation?: string) =>
  decideSeparation(draftOf([['leaver', words]], separation === undefined ? {} : { header: { separation } }), codebook);

describe('the way of leaving (R0)', () => {
  it.each([
    ['Resignation-Other reasons', 'voluntary'],
    ['Voluntary', 'voluntary'],
    ['involuntary', 'involuntary'],
    ['Redundancy, as per your letter', 'involuntary'],
    ['Voluntary early retirement', 'retirement'],
    ['[x] Resignation   [ ] Retirement   [ ] Dismissal', 'voluntary'],
    ['☐ Resignation   ☑ Retirement', 'retirement'],
    ['Other', 'unknown'],
    ['其他', 'unknown'],
    ['Not voluntary', 'unknown'],
    ['非主动离职', 'unknown'],
    ['员工主动提出', 'voluntary'],
    ['非主动离职（辞退）', 'involuntary'],
    ['□ 主动辞职 ☑ 公司提出', 'involuntary'],
  ])('reads the field %j as %s', (field, type) => {
    expect(said('It was a good time. 还行吧。', field)).toMatchObject({
      type,
      ranked: type === 'voluntary',
      doubt: false,
    });
  });

  it.each([
    ['In May I was let go with two colleagues.', 'involuntary'],
    ['They let me go after ten years.', 'involuntary'],
    ['五月份我被裁了，拿了补偿。', 'involuntary'],
    ['没有，我是被裁了。', 'involuntary'],
    ['In spring I was ｌｅｔ ｇｏ.', 'involuntary'],
    ["I'm retiring at the end of June.", 'retirement'],
    ['我今年到龄退休。', 'retirement'],
  ])('reads the leaver: %s', (words, type) => {
    expect(said(words)).toEqual({ type, ranked: false, doubt: false, sentence: 1 });
  });

  it.each([
    'I was not let go, I chose to leave.',
    'My desk mate was made redundant in spring.',
    'I was afraid I would be made redundant.',
    'At my previous company I was let go without notice.',
    '不是被裁了，是我自己要走。',
    '隔壁组老周被裁了。',
    '我一直怕哪天被裁了。',
    '上一家公司不行，我是被裁了才来的。',
  ])('is not misled by %s', (words) => {
    expect(said(words)).toMatchObject({ type: 'voluntary', ranked: true, doubt: false });
  });

  it.each(['In the end I was asked to write a resignation letter.', '领导让我自己写辞职信，我就写了。'])(
    'doubts a resignation that was asked for: %s',
    (words) => {
      expect(said(words)).toMatchObject({ type: 'voluntary', doubt: true, sentence: 1 });
      expect(said(words, 'Resignation')).toMatchObject({ doubt: true });
    },
  );

  it.each([
    ['Honestly, they let me go.', 'voluntary'],
    ['其实我是被裁了。', '主动离职'],
  ])('doubts a field that the leaver contradicts: %s', (words, field) => {
    expect(said(words, field)).toEqual({ type: 'voluntary', ranked: true, doubt: true, sentence: 1 });
  });

  it('does not listen to the interviewer', () => {
    const draft = draftOf([
      ['interviewer', 'So you were let go? 您是被裁了吗？'],
      ['leaver', 'The road was too long. 路太远。'],
    ]);
    expect(decideSeparation(draft, codebook).type).toBe('voluntary');
  });

  it('takes a leaver who says nothing about it as having decided, and says unknown when no leaver speaks', () => {
    expect(said('The road was too long.')).toEqual({ type: 'voluntary', ranked: true, doubt: false, sentence: null });
    expect(decideSeparation(draftOf([['interviewer', 'Hello?']]), codebook).type).toBe('unknown');
  });

  it('reads an interviewer note in the third person', () => {
    const draft = draftOf([['note', 'She was let go in March.']]);
    expect(decideSeparation(draft, codebook)).toMatchObject({ type: 'involuntary', sentence: 1 });
  });
});
