import type { AttritionError } from '../core/errors.ts';
import type { Bilingual, Language } from '../core/language.ts';
import { rollingYear } from '../core/period.ts';
import { placeOf } from '../core/place.ts';
import { plainView } from '../core/plain-view.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Commands } from '../core/ports/commands.ts';
import type { Conversation } from '../core/ports/conversation.ts';
import type { AuditAct } from '../core/ports/privacy-store.ts';
import type { Store } from '../core/ports/store.ts';
import type { ReportRequest } from '../core/report.ts';
import type { NamedPeople } from './named-people.ts';
import { parseCommand } from './parse-command.ts';

/**
 * An admin sees to the audit and to deletion and reads nothing; an HR partner does everything but the audit; a line
 * manager sees counts of twelve months and nobody's words.
 */
export type Role = 'admin' | 'partner' | 'manager';

const EVERYBODY: readonly Role[] = ['admin', 'partner', 'manager'];

/** Which roles may do what: the one place where it stands. What isn't named here is for HR partners. */
const MAY: Readonly<Record<string, readonly Role[]>> = {
  report: ['partner', 'manager'],
  stop: EVERYBODY,
  status: EVERYBODY,
  models: EVERYBODY,
  codebook: EVERYBODY,
  help: EVERYBODY,
  forget: ['admin', 'partner'],
  audit: ['admin'],
};

/** What the audit calls a use; others leave no trace, since they show nothing of anybody. */
const ACTS: Readonly<Record<string, AuditAct>> = {
  report: 'asked',
  ask: 'asked',
  why: 'read',
  digest: 'asked',
  export: 'exported',
  review: 'reviewed',
  upload: 'uploaded',
  forget: 'delete-asked',
  audit: 'audit-read',
};

/** Uses by the beginnings of buttons' action ids; a button of another kind is a question. */
const BUTTONS: readonly (readonly [string, string])[] = [
  ['report_stop', 'stop'],
  ['report_export', 'export'],
  ['report_review', 'review'],
  ['report_', 'report'],
  ['review_', 'review'],
  ['transcript_', 'upload'],
  ['forget_', 'forget'],
  ['home_review', 'review'],
  ['home_report', 'report'],
  ['digest_', 'digest'],
];

const REFUSALS: Readonly<Record<Role, Bilingual>> = {
  manager: {
    en: 'Line managers see counts only: `/attrition report` gives them for the last twelve months. Ask your HR partner for more.',
    zh: '直线经理只能查看统计数字：`/attrition report` 会给出近十二个月的汇总。其他内容请联系您的 HR。',
  },
  admin: {
    en: 'Admins see to the audit and to deletion; reading interviews and reports is for HR partners.',
    zh: '管理员负责审计与删除；查看访谈和报告由 HR 负责。',
  },
  partner: {
    en: 'Only admins may do this. They are named in ADMIN_USERS.',
    zh: '此操作仅限管理员（在 ADMIN_USERS 中指定）。',
  },
};

/** Ids of people, and of user groups for everybody in them. */
export interface AccessSettings {
  readonly admins: readonly string[];
  /** Null: everybody who is nothing else. */
  readonly partners: readonly string[] | null;
  readonly managers: readonly string[];
}

export interface Access {
  rolesOf(user: string): Promise<readonly Role[]>;
  /** A request as this person may make it. */
  narrow(request: ReportRequest, user: string, now: number): Promise<ReportRequest>;
  /** Why they may not, in a sentence; null when they may. */
  refusal(use: string, user: string): Promise<Bilingual | null>;
  /** Why some of the named user groups can't be looked up for this person; empty when all can. */
  unreadableGroups(user: string): Promise<readonly AttritionError[]>;
}

/**
 * Says who may do what. Whoever is named as a line manager is one, whatever else they are named; what can't be looked up
 * counts as whatever gives the fewer rights.
 */
export function createAccess({ admins, partners, managers }: AccessSettings, people: NamedPeople): Access {
  async function rolesOf(user: string): Promise<readonly Role[]> {
    const isAdmin = await people.isNamed(admins, user);
    const admin: readonly Role[] = isAdmin === 'yes' ? ['admin'] : [];
    if ((await people.isNamed(managers, user)) !== 'no') return [...admin, 'manager'];
    const isPartner = partners === null ? isAdmin === 'no' : (await people.isNamed(partners, user)) === 'yes';
    if (isPartner) return [...admin, 'partner'];
    return isAdmin === 'yes' ? admin : ['manager'];
  }
  return {
    rolesOf,
    async narrow(request, user, now) {
      if ((await rolesOf(user)).includes('partner')) return request;
      return { ...request, period: rollingYear(now), audience: 'manager' };
    },
    async refusal(use, user) {
      const roles = await rolesOf(user);
      const may = MAY[use] ?? ['partner'];
      if (roles.some((role) => may.includes(role))) return null;
      return REFUSALS[roles.at(-1) ?? 'manager'];
    },
    unreadableGroups: (user) => people.unreadable([...admins, ...(partners ?? []), ...managers], user),
  };
}

export interface AccessParts {
  readonly access: Access;
  readonly store: Pick<Store, 'audit'>;
  readonly conversation: Pick<Conversation, 'whisper' | 'openWindow'>;
  readonly clock: Clock;
}

interface Attempt {
  readonly use: string;
  readonly user: string;
  readonly channel: string;
  readonly subject: string;
  readonly counts?: Readonly<Record<string, number>>;
  /** Null where it can't be told from what was pressed: then both are used. */
  readonly language: Language | null;
  readonly thread?: string | null;
  /** Where the refusal is shown in a window rather than whispered. */
  readonly trigger?: string;
}

const useOfButton = (action: string): string => BUTTONS.find(([start]) => action.startsWith(start))?.[1] ?? 'ask';

/** Puts the roles and the audit before every use case; a refusal is said to the asker alone. */
export function guardCommands(commands: Commands, { access, store, conversation, clock }: AccessParts): Commands {
  async function refuse(attempt: Attempt, why: Bilingual): Promise<void> {
    const { language, channel, thread, user, trigger } = attempt;
    const words = language === null ? `${why.en}\n${why.zh}` : why[language];
    const view = plainView(words);
    if (trigger !== undefined) await conversation.openWindow(trigger, view);
    else await conversation.whisper(placeOf(channel, thread), user, view);
  }

  async function enter(attempt: Attempt, work: () => Promise<void>): Promise<void> {
    const { use, user, channel, subject, counts = {} } = attempt;
    const why = await access.refusal(use, user);
    const act = why === null ? ACTS[use] : 'refused';
    // Noted before it is done: what breaks off half-way has been seen all the same.
    if (act !== undefined) await store.audit.note({ at: clock.now(), user, channel, act, subject, counts });
    await (why === null ? work() : refuse(attempt, why));
  }

  return {
    slash(input) {
      const { user, channel } = input;
      const { subcommand, language } = parseCommand(input.text);
      const use = subcommand ?? 'help';
      return enter({ use, user, channel, subject: use, language }, () => commands.slash(input));
    },
    mention(input) {
      const { user, channel, thread } = input;
      const { subcommand, language } = parseCommand(input.text);
      const use = subcommand ?? 'ask';
      return enter({ use, user, channel, thread, subject: use, language }, () => commands.mention(input));
    },
    filesShared(input) {
      const { user, channel, thread } = input;
      const counts = { files: input.files.length };
      const attempt = { use: 'upload', user, channel, thread, subject: 'files', counts, language: null };
      return enter(attempt, () => commands.filesShared(input));
    },
    button(input) {
      const { user, thread, action, message } = input;
      const attempt = { use: useOfButton(action), user, channel: message.channel, thread, language: null };
      return enter({ ...attempt, subject: action }, () => commands.button(input));
    },
    windowButton(input) {
      const { user, action, trigger } = input;
      const attempt = { use: useOfButton(action), user, channel: '', subject: action, language: null, trigger };
      return enter(attempt, () => commands.windowButton(input));
    },
    // Both tell a person of what they did themselves, and show nothing of anybody.
    filesRemoved: (input) => commands.filesRemoved(input),
    messageDeleted: (ref) => commands.messageDeleted(ref),
    home: (user) => commands.home(user),
    workspaceLeft: (input) => commands.workspaceLeft(input),
  };
}
