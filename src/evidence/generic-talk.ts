import type { Codebook } from '../core/codebook.ts';
import { foldForCues } from '../core/cues.ts';
import { oncePer } from '../core/once-per.ts';

/** Words that add nothing to a formula: "it was mainly just for personal reasons, really". */
const FILLERS =
  /\b(?:it|its|it's|was|is|just|really|mainly|mostly|for|my|the|a|an|and|or|of|to|i'm|i|am|leaving|left|due|because|some|other|felt|feels|like|honestly|well|say|put|down|let's|reasons?|time|wanted|want|going|that's|all|so|only|purely|simply|have|had|got|there's|with|in|on)\b/gu;
const FILLERS_ZH =
  /就是|主要|因为|由于|出于|是|的|了|吧|嘛|呢|啊|我|想|考虑|原因|离职|方面|有|一些|一点|还是|也|和|以及|写|填|要|走|没什么|没啥|其他|别的|特别|觉得|比较|一下|都|而已|算/gu;

/** A formula with more than this beside it may name a fact. */
const WORDS_BESIDE = 2;
const HAN_BESIDE = 3;

/** A codebook's formulas, folded, longest first. */
const formulasOf = oncePer(({ generic }: Codebook) =>
  [...generic.en, ...generic.zh].sort((a, b) => b.length - a.length).map(foldForCues),
);

/** True for a sentence made of formulas ("personal reasons", 个人原因) without a concrete fact (R10). */
export function isGenericTalk(text: string, codebook: Codebook): boolean {
  let rest = foldForCues(text);
  let formulas = 0;
  for (const phrase of formulasOf(codebook)) {
    if (!rest.includes(phrase)) continue;
    formulas += 1;
    rest = rest.replaceAll(phrase, ' ');
  }
  if (formulas === 0) return false;
  const beside = rest.replace(FILLERS, ' ').replace(FILLERS_ZH, ' ');
  const words = beside.match(/[\p{Script=Latin}']+/gu) ?? [];
  const han = beside.match(/\p{Script=Han}/gu) ?? [];
  return words.length <= WORDS_BESIDE && han.length <= HAN_BESIDE;
}
