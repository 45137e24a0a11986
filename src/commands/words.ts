import type { Bilingual } from '../core/language.ts';

/** Short texts of the commands. */
export const WORDS = {
  help: {
    en: [
      '**What I do** I read exit interviews in this channel and report why people left, in their own words.',
      '1. Drop files here: txt, md, docx, doc, pdf, xlsx, csv, rtf, html, vtt, srt, eml, or a zip of them.',
      '2. Type `/attrition report`; the answer grows in a thread.',
      '',
      '`/attrition report [2026 Q3] [dept=Sales] [lang=en|zh] [codebook=…] [--fast]` make a report',
      '`/attrition ask how many of them in Sales?` or simply reply in a thread of mine: counts, quotations, changes',
      '`/attrition review` decide what waits for a person · `/attrition why 31` why interview 31 is counted as it is',
      '`/attrition status` what is loaded here · `/attrition export` the last report as tables',
      '`/attrition forget` delete a file, an interview or everything, for good · `/attrition audit export` for admins',
      '`/attrition digest weekly mon 09:00` a regular digest here (`list`, `preview 1`, `pause 1`, `remove 1`)',
      '`/attrition models` who reads and writes · `/attrition codebook` the causes I know',
      '',
      "Slack commands don't work inside threads. Mention me there instead: `@Attrition report`.",
    ].join('\n'),
    zh: [
      '**我能做什么** 阅读本频道里的离职访谈，用离职者自己的话说明他们为什么离开。',
      '1. 把文件拖进来：txt、md、docx、doc、pdf、xlsx、csv、rtf、html、vtt、srt、eml，或它们的 zip 压缩包。',
      '2. 输入 `/attrition report`，报告会在消息串里逐步写出。',
      '',
      '`/attrition 报告 [2026 Q3] [部门=销售] [lang=en|zh] [codebook=…] [--fast]` 生成报告',
      '`/attrition 提问 销售部有多少人？` 或直接在我的消息串里回复：人数、原话、变化',
      '`/attrition 复核` 判断需要人工的内容 · `/attrition 为什么 31` 访谈 31 为何这样计入',
      '`/attrition 状态` 已载入的内容 · `/attrition 导出` 以表格导出上一份报告',
      '`/attrition 忘记` 彻底删除文件、访谈或全部内容 · `/attrition 审计 export` 仅限管理员',
      '`/attrition 摘要 每周一 09:00` 在本频道定期发送摘要（`列表`、`预览 1`、`暂停 1`、`删除 1`）',
      '`/attrition 模型` 谁在阅读和撰写 · `/attrition 编码本` 我认识的原因',
      '',
      '斜杠命令在消息串里不能用，请在那里 @ 我：`@Attrition 报告`。',
    ].join('\n'),
  },
  filesRemoved: {
    en: 'You deleted {names} in Slack. The interviews I read there still count: `/attrition forget {name}` deletes them for good.',
    zh: '您已在 Slack 中删除 {names}，但我从中读取的访谈仍会计入。如需彻底删除，请输入 `/attrition 忘记 {name}`。',
  },
  unknown: {
    en: 'I don\'t know the command "{word}".',
    zh: '我不认识命令“{word}”。',
  },
  nearest: { en: ' Did you mean `/attrition {nearest}`?', zh: '您是想输入 `/attrition {nearest}` 吗？' },
  seeHelp: { en: ' `/attrition help` lists what I can do.', zh: '输入 `/attrition 帮助` 可查看我能做的事。' },
  unknownOption: {
    en: 'I can\'t read "{word}". A period looks like `2026 Q3`, `2026-07` or `2026`; a department like `dept=Sales`.',
    zh: '我看不懂“{word}”。时间段可写作 `2026 Q3`、`2026年7月` 或 `2026`；部门可写作 `部门=销售`。',
  },
  unknownCodebook: {
    en: 'There is no codebook "{word}". There are: {known}.',
    zh: '没有名为“{word}”的编码本。现有：{known}。',
  },
  noReportYet: {
    en: 'There is no finished report in this channel yet. Type `/attrition report` first.',
    zh: '本频道还没有完成的报告，请先输入 `/attrition report`。',
  },
  unknownForm: {
    en: 'I can’t export “{word}”. Forms: {known}; without one I give the tables.',
    zh: '不能导出为“{word}”。可用格式：{known}；不写格式则导出表格。',
  },
  exported: { en: 'The export stands in the thread of the last report.', zh: '导出的文件在上一份报告的消息串里。' },
  status: {
    en: '{files} files · {interviews} interviews · {waiting} files waiting · {failed} not read',
    zh: '{files} 个文件 · {interviews} 份访谈 · {waiting} 个文件等待读取 · {failed} 个未能读取',
  },
  noModel: {
    en: 'No model is configured: the codebook reader codes and a template writes. Set MODEL_URL and MODEL_NAME, or models.yml, to add one.',
    zh: '未配置模型：由编码本阅读器编码、模板撰写。设置 MODEL_URL 与 MODEL_NAME，或提供 models.yml，即可添加模型。',
  },
  models: {
    en: 'Models, in order: {models}. Without an answer from them the codebook reader codes and a template writes.',
    zh: '模型依次为：{models}。若都没有应答，则由编码本阅读器编码、模板撰写。',
  },
  home: {
    en: "**Attrition** turns exit interviews into reports of why people left, each cause in the leavers' own words.",
    zh: '**Attrition** 把离职访谈整理成原因报告，每个原因都有离职者本人的原话。',
  },
  serverWell: { en: 'ready, {running} running, {waiting} waiting', zh: '就绪，进行中 {running}，等待 {waiting}' },
  serverWindow: { en: ', window {tokens} tokens', zh: '，窗口 {tokens} 个词元' },
  serverAway: { en: 'left alone for now and tried again by itself.', zh: '暂时停用，会自动重试。' },
  homeReport: { en: 'Last report: {title} · {at} UTC · <@{user}>', zh: '上一份报告：{title} · {at} UTC · <@{user}>' },
  homeReview: { en: 'To review: {claims}', zh: '待复核：{claims}' },
  homeReviewButton: { en: 'Review {claims}', zh: '复核 {claims}' },
  homeReportButton: { en: 'Report', zh: '生成报告' },
  stopped: { en: 'Stopping the report…', zh: '正在停止…' },
  oldButton: {
    en: 'This button belongs to a report that is no longer known. Type `/attrition report` for a new one.',
    zh: '这个按钮所属的报告已不存在。请输入 `/attrition 报告` 生成新的报告。',
  },
  notRunning: { en: 'That report is no longer running.', zh: '该报告已不在生成中。' },
} as const satisfies Record<string, Bilingual>;

/** Fills the blanks of a text; values must be safe already (escaped when foreign). */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (blank, name: string) => String(values[name] ?? blank));
}
