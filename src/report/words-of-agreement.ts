import type { QuestionId } from '../core/coding.ts';

const english = {
  alphaMeaning:
    'Alpha is agreement beyond chance: 1 is perfect, 0 is guessing. From 0.80 rely on it, from 0.667 take it as tentative, below that do not rank.',
  alphaCauses: (alpha: string) => `Alpha of the whole sets of causes (MASI distance): ${alpha}.`,
  alphaCategory: (alpha: string) =>
    `Alpha of the main cause's category: ${alpha}. Where it is clearly higher, the readers differ on neighbouring causes rather than on what it was about.`,
  sameEvidence: (common: number, causes: number) =>
    `Of the ${causes} causes that both found in an interview, ${common} rest on a sentence that both cite; the others were found in different words.`,
  abstained: (count: number) =>
    `${count} ${count === 1 ? 'interview' : 'interviews'} that one of the readers left to a person ${count === 1 ? 'counts' : 'count'} in no figure of agreement.`,
  kappaMeaning:
    'A cause is judged when at least 10 interviews hold it by one reader or the other, and at least 10 do not; under kappa 0.667 it is not ranked.',
  /** What each question about a claim was, in a word or two. */
  question: {
    verdict: 'on the topic',
    choice: 'beside similar causes',
    whose: 'whose and when',
    follows: 'whether it follows',
  } satisfies Record<QuestionId, string>,
};

const chinese: typeof english = {
  alphaMeaning:
    'alpha 是扣除偶然后的一致程度：1 为完全一致，0 与瞎猜无异。0.80 以上可以依据，0.667 以上仅供参考，再低则不宜排名。',
  alphaCauses: (alpha) => `按整组原因计算的 alpha（MASI 距离）：${alpha}。`,
  alphaCategory: (alpha) =>
    `按主因所属类别计算的 alpha：${alpha}。若明显更高，说明两位编码者的分歧在相邻的原因之间，而不在大方向上。`,
  sameEvidence: (common, causes) =>
    `两位编码者在同一访谈中共同找到的 ${causes} 个原因里，${common} 个依据的是同一句话，其余依据的是不同的话。`,
  abstained: (count) => `有 ${count} 份访谈被其中一位编码者留给人工判断，不计入一致性。`,
  kappaMeaning: '至少 10 份访谈被任一编码者认为有该原因、且至少 10 份没有时才作判断；kappa 低于 0.667 的原因不排名。',
  question: { verdict: '就主题', choice: '与相近原因并列', whose: '谁的、何时', follows: '能否由此得出' },
};

/** What a report says of agreement between readers, and of the questions a claim was put to. */
export const agreementWords = { en: english, zh: chinese } as const;
