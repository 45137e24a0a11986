/** What Slack knows of an app from its manifest: its name, commands and message shortcuts. */
export interface AppProfile {
  readonly name: string;
  readonly commands: readonly CommandHint[];
  readonly shortcuts: readonly { readonly name: string; readonly callback_id: string }[];
}

/** One line of the composer's suggestions. */
interface CommandHint {
  readonly text: string;
  readonly usage: string;
  readonly about: { readonly en: string; readonly zh: string };
}

/** The app this workspace is made for. */
export const attritionApp: AppProfile = {
  name: 'Attrition',
  commands: [
    hint(
      'report',
      '[2026Q3] [dept=…] [lang=zh|en] [--fast]',
      'Why people left, in this channel',
      '本频道的离职原因报告',
    ),
    hint('review', '[2026Q3] [dept=…]', 'Decide the claims that wait for a person', '复核需要人工判断的内容'),
    hint('why', '31 [pay-level]', 'Why an interview is counted as it is', '某份访谈为何这样计入'),
    hint('status', '', 'What is loaded and what is running', '已载入的访谈与正在进行的任务'),
    hint('export', '', 'The full report and its tables as files', '导出完整报告与数据表'),
    hint('models', '', 'Which models answer, and how they are', '正在使用的模型及其状态'),
    hint('codebook', '', 'The causes and what they mean', '编码本：各原因及其含义'),
    hint('help', '', 'What this app can do', '使用说明'),
  ],
  shortcuts: [{ name: 'Analyse with Attrition', callback_id: 'analyse_with_attrition' }],
};

function hint(word: string, usage: string, en: string, zh: string): CommandHint {
  return { text: `/attrition ${word}`, usage, about: { en, zh } };
}
