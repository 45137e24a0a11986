import type { Language } from '../core/language.ts';

/**
 * The words a report's prose may use of its own. Everything else it says must stand in the name, the definition or the
 * levers of a cause that the sentence names by its slot: so no sentence tells what nobody counted. Generous on purpose
 * with what only reports, orders, compares or suggests; nothing here tells why a cause arose or what it does to people.
 */
const ENGLISH = `
a an the this that these those it its itself they them their theirs who whom whose which what where when how whether
and or but while whereas though although as at by for from in into of off on onto out over under up upon with within
between among amongst across about around per than to toward towards through throughout along alongside until
is are was were be been being has have had having do does did may might can could would should shall if so yet there
here one ones some any all every each both either such same rather too very just even only also again still then now
another other others else own

name mention cite report say said says give given gave tell told raise describe express state come came follow stand
stood rank rating weigh weight weighed lead leading appear account share range lie remain show shown see seen count list
record compare comparison differ difference distinguish overlap tie tied belong include cover concern form make up
put place placed point fall fell sit reach find found identify identified note notice

cause reason interview leaver people person employee staff respondent interviewee organisation organization company
employer place position group report ranking order list share part portion interval period quarter month week year
number frequency level impression picture finding factor theme topic area aspect chance neighbour neighbor reader coder
suggestion step matter departure exit leave leaving left going went gone answer line table row word voice case whole rest
set pair half-year

high higher highest medium middle moderate low lower lowest first second third fourth fifth sixth seventh eighth next
last top main mainly chief chiefly major most mostly least more less often frequent frequently common commonly
strong stronger strongest clear close closely closer similar similarly further wholly partly fully entirely largely
concrete reliable reliably particular particularly notable notably prominent prominently important overall together
separate separately likewise well far ahead behind beside besides before after above below apart alone equal equally
roughly followed following preceding previous early late later current currently several many few much
possible possibly likely potential potentially stated open known

consider look review talk discuss discussion check explore examine address start begin help helpful worth work
worthwhile useful suggest suggested try take offer ask plan agree set keep hold publish clarify improve improvement
support prioritise prioritize focus attention deserve action measure idea team regular regularly conversation policy
process rule change changed changeable influence control preventable prevent tackle deal act option approach
starting beginning explain write written define strengthen attend
`;

const CHINESE = `
的 了 和 与 及 是 在 有 也 都 最 其 为 被 由 对 从 到 于 中 里 上 下 前 后 则 而 并 或 各 每 这 那 此 该 它 等 占 可 能 应 宜 请 先 再
又 还 仍 较 更 很 均 共 份 个 位 人 以 所 之 将 就 只 如 若 即 另 且 但 约 谁 看 说 谈 提 居 列 排 属 需 项 类 点 按 比 同 间 内 外 向
把 让 去 来 着 地 得 过 做 要 给 用 当 多 少 高 低 中高 大 小 重 轻 首 次 末
原因 因素 主因 问题 方面 情况 访谈 面谈 离职 离开 离职者 受访者 受访 员工 人员 人们 大家 他们 她们 他 她 自己 本人 组织 公司 单位 企业 部门 团队
人事 人事部门 人力资源 报告 排名 排序 顺序 名次 列表 表中 其中 部分 全部 整体 总体 本期 期间 时期 季度 月份 每年 每月 每季度 半年 一年 一次 定期
提到 提及 指出 说到 说出 说明 谈到 谈及 表示 反映 列为 列出 名列 位列 位居 居于 居首 排在 排第 首位 首要 第一 第二 第三 第四 第五 第六 第七 第八
第一位 第二位 第三位 其次 其后 随后 紧随 紧随其后 之后 之前 之一 之间 以下 以上 依次 分别 主要 最主要 较为 比较 突出 最突出 最常 常常 常被 常见
经常 时常 往往 较多 最多 较少 更多 最少 集中 集中在 分量 最重 较重 权重 比重 占比 比例 区间 频率 频次 频繁 次数 份额 中等 偏高 较高 最高 较低 最低 程度
可以 能够 可能 也许 或许 大致 大体 完全 全部 部分 能 改变 可改变 可改 避免 可避免 预防 影响 控制 掌控 难以 接近 相近 相邻 相当 类似 相似 相同 同样 同时
并列 此外 另外 以及 还有 而且 然而 不过 至于 关于 针对 对于 就 围绕 结合 根据 按照 通过 明显 清楚 清晰 差别 差距 差异 拉开 偶然 出于 两者 二者 三者
两个 几个 一些 有些 有的 具体 明确 特别 尤其 值得 值得注意 重视 需要 应当 应该 建议 不妨 可考虑 考虑 着手 着眼 关注 优先 重点 入手 首先 然后 最后
改进 改善 优化 完善 加强 提升 讨论 探讨 沟通 交流 谈话 对话 了解 倾听 检视 检查 审视 梳理 回顾 评估 制定 落实 推进 开展 公布 公开 规则 制度 政策 流程
措施 行动 办法 方案 计划 安排 方式 机制 回访 跟进 支持 帮助 提供 尝试 开始 逐步 进一步 有针对性 一对一 显示 表明 看来 来看 可见 认为 觉得 成为 属于 作为
构成 包括 涉及 相关 有关 所占 合计 共有 单独 一并 一起 共同 印象 初步 读法 编码者
`;

/** Negations only as they stand in these: "not" alone would turn a count into its opposite. */
const PHRASES: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'no cause stands clearly apart',
    'which of two neighbours comes first',
    'which of the two comes first',
    'not reliably apart',
    'not clearly apart',
    'cannot be told apart',
    'cannot reliably be told apart',
    'cannot be changed',
    'cannot change',
    'is not ranked, because the two readers disagree on it',
    'the two readers disagree on every cause, so none is ranked',
    'and no ranking',
    'no single cause',
    'none of the',
  ],
  zh: [
    '没有哪个原因',
    '无法可靠区分',
    '不能可靠区分',
    '难以区分',
    '无法区分',
    '不是排名',
    '未排名',
    '因为两位编码者对它看法不一',
    '两位编码者对每个原因都看法不一，因此都不排名',
    '都没有说出具体原因',
    '无法改变',
    '不能改变',
    '下一个',
  ],
};

/** Reporting words put together to say what makes what: "leads to", "comes from". */
const MAKES =
  /\b(?:leads?|led|leading|adds?|added) to\b|\b(?:comes?|came|follow(?:s|ed)?) from\b|\bmakes? (?:people|them|staff)\b|让人|让员工|使得|给[^，。]{0,6}(?:带来|造成)/iu;

/** A definition may hold a "not" ("not honoured"); of what was counted nothing is denied. */
const DENIES =
  /\b(?:not|no|never|nobody|none|nor|neither|nothing|without|cannot)\b|n['’]t\b|[不没未无](?:有|曾|再|能|会)?(?:被|人|在|是)?(?:提|列|排|占|说|谈|出现|影响)/iu;

const EN_WORDS: ReadonlySet<string> = new Set(ENGLISH.split(/\s+/u).map(stemOf));
const ZH_WORDS: ReadonlySet<string> = new Set(CHINESE.split(/\s+/u).filter((word) => word !== ''));
/** Longest first: the longest of two that begin alike must not be cut by the shorter. */
const LONGEST_WORD = 8;

/** Whether words outside slots keep to the register; `own` is what is written of the causes that the slots name. */
export function keepsToRegister(words: string, own: string, language: Language): boolean {
  if (MAKES.test(words)) return false;
  const rest = PHRASES[language].reduce((text, phrase) => text.replaceAll(phrase, ' '), words.toLowerCase());
  if (DENIES.test(rest)) return false;
  return language === 'en' ? isEnglishCovered(rest, own) : isChineseCovered(rest, own.toLowerCase());
}

function isEnglishCovered(words: string, own: string): boolean {
  const known = new Set(englishWords(own).map(stemOf));
  return englishWords(words).every((word) => EN_WORDS.has(stemOf(word)) || known.has(stemOf(word)));
}

function englishWords(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .replace(/['’]s\b|['’]/gu, '')
      .match(/\p{L}+/gu) ?? []
  );
}

/** Crude on purpose: "names", "named" and "naming" are one word, and so are "change" and "changing". */
function stemOf(word: string): string {
  if (word.length <= 3) return word;
  return word.replace(/(?:ings?|ed|es|s|ly)$/u, '').replace(/e$/u, '');
}

/** Chinese has no spaces: a stretch is covered when it can be cut into words of the register and stretches of `own`. */
function isChineseCovered(words: string, own: string): boolean {
  return words.split(/[^\p{L}]+/u).every((stretch) => {
    const letters = [...stretch];
    const reached = new Set([0]);
    for (const at of letters.keys()) {
      if (reached.has(at)) for (const end of endsFrom(letters, at, own)) reached.add(end);
    }
    return reached.has(letters.length);
  });
}

function endsFrom(letters: readonly string[], at: number, own: string): readonly number[] {
  const lengths = Array.from({ length: Math.min(LONGEST_WORD, letters.length - at) }, (_, index) => index + 1);
  return lengths.flatMap((length) => {
    const word = letters.slice(at, at + length).join('');
    return ZH_WORDS.has(word) || (length > 1 && own.includes(word)) ? [at + length] : [];
  });
}
