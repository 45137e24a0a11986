import { toAttritionError } from '../core/errors.ts';
import type { Bilingual, Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Conversation, MessageView, Place } from '../core/ports/conversation.ts';
import type { Log } from '../core/ports/log.ts';
import type { AlertRecord } from '../core/ports/privacy-store.ts';
import type { Store } from '../core/ports/store.ts';
import { findStatements } from './alert-statements.ts';
import type { AlertTable } from './alert-table.ts';

export interface AlertDeps {
  readonly store: Store;
  readonly conversation: Pick<Conversation, 'post' | 'whisper'>;
  readonly table: AlertTable;
  /** Id of the person or channel that is told of a channel's statements; null when nobody is named. */
  readonly alertTo: (channel: string) => Promise<string | null>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Interviews looked at together: the store answers them in one statement, and no more texts than these are held. */
const SIDE_BY_SIDE = 50;

const WORDS = {
  owner: {
    en: '**A statement needs a person.** An interview holds a statement about: {kinds}. It counts as no cause of leaving. Please read it yourself; it is not quoted here.\nFile: {name} · interview {position} of it · in <#{channel}>\nInterview id: `{id}`',
    zh: '**有一段陈述需要专人处理。** 一份访谈中提到：{kinds}。它不计入离职原因，请您亲自阅读；此处不引用原文。\n文件：{name} · 其中第 {position} 份访谈 · 频道 <#{channel}>\n访谈编号：`{id}`',
  },
  uploader: {
    en: 'Only you see this: {name} (interview {position} of it) holds a statement about {kinds}. It needs a separate channel, not a report, so it counts as no cause of leaving. Nobody could be told of it: {why}. Please bring it to whoever handles such matters.',
    zh: '仅您可见：{name}（其中第 {position} 份访谈）提到：{kinds}。这应走单独的渠道，而不是写进报告，因此不计入离职原因。目前没有人能收到提醒：{why}。请转交负责此类事务的同事。',
  },
  nobody: { en: 'no owner is named (ALERT_TO)', zh: '尚未指定负责人（ALERT_TO）' },
  unreached: { en: 'the owner named in ALERT_TO can’t be reached', zh: '无法联系 ALERT_TO 指定的负责人' },
} as const satisfies Record<string, Bilingual>;

function viewOf(words: string, values: Readonly<Record<string, string | number>>): MessageView {
  const markdown = words.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
  return { markdown, notice: markdown.replaceAll('*', '').slice(0, 150) };
}

async function look(channel: string, { store, table }: AlertDeps): Promise<void> {
  const lookAt = async (interviewId: string) => {
    const interview = await store.interviews.get(interviewId);
    if (interview !== null)
      await store.alerts.keep({ interviewId, version: table.version, ...findStatements(interview, table) });
  };
  const unseen = [...(await store.alerts.unseen(channel, table.version))];
  while (unseen.length > 0) await Promise.all(unseen.splice(0, SIDE_BY_SIDE).map(lookAt));
}

async function tellOwner(owner: string | null, key: string, view: MessageView, deps: AlertDeps): Promise<boolean> {
  if (owner === null) return false;
  try {
    await deps.conversation.post({ channel: owner }, key, view);
    return true;
  } catch (error) {
    deps.log.error({ alert: key, code: toAttritionError(error).code }, 'owner of alerts not reached');
    return false;
  }
}

async function tell(record: AlertRecord, place: Place, deps: AlertDeps): Promise<void> {
  const { store, conversation, table, clock } = deps;
  const { interviewId, kinds } = record;
  const interview = await store.interviews.get(interviewId);
  const file = interview === null ? null : await store.files.get(interview.fileId);
  if (interview === null || file === null) return;
  const language: Language = interview.language === 'zh' ? 'zh' : 'en';
  const names = table.kinds.filter(({ id }) => kinds.includes(id)).map(({ name }) => name[language]);
  const values = {
    kinds: names.join(language === 'zh' ? '、' : ', '),
    name: escapeMarkdown(file.name),
    position: interview.position,
    channel: place.channel,
    id: interviewId,
  };
  const alertTo = await deps.alertTo(place.channel);
  const isTold = await tellOwner(alertTo, `alert:${interviewId}`, viewOf(WORDS.owner[language], values), deps);
  if (!isTold) {
    // An owner out of reach is tried again with every run; the uploader hears of it once a day at most.
    if (!(await store.messages.firstSight(`alert:${interviewId}`, clock.now()))) return;
    const why = (alertTo === null ? WORDS.nobody : WORDS.unreached)[language];
    await conversation.whisper(place, file.uploadedBy, viewOf(WORDS.uploader[language], { ...values, why }));
  }
  if (isTold || alertTo === null) await store.alerts.told(interviewId);
  const told = { at: clock.now(), user: isTold ? (alertTo ?? '') : file.uploadedBy, channel: place.channel };
  await store.audit.note({
    ...told,
    act: 'alerted',
    subject: interviewId,
    counts: { sentences: record.sentences.length },
  });
}

/**
 * Looks at interviews of a channel that were not looked at yet, and tells the owner, once each, of those that hold a
 * statement a person must deal with; with no owner the uploader is told privately. Never throws: reports go on.
 */
export async function raiseAlerts(place: Place, deps: AlertDeps): Promise<void> {
  try {
    await look(place.channel, deps);
    for (const record of await deps.store.alerts.untold(place.channel)) await tell(record, place, deps);
  } catch (error) {
    // Who was not told stays untold in the store, and is told by the next run.
    deps.log.error({ channel: place.channel, code: toAttritionError(error).code }, 'alerts not finished');
  }
}
