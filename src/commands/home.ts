import type { Language } from '../core/language.ts';
import type { CodingDesks } from '../core/ports/coding-desk.ts';
import type { Button, MessageView } from '../core/ports/conversation.ts';
import type { ReportRecord } from '../core/ports/store.ts';
import { reportTitle } from '../jobs/report-words.ts';
import { loadQueue } from '../jobs/review-load.ts';
import { lastReport } from './last-report.ts';
import type { CommandDeps } from './report.ts';
import { statusWords } from './status.ts';
import { fill, WORDS } from './words.ts';

/** Action ids of App Home's buttons; the value is a channel. */
export const HOME_ACTIONS = { review: 'home_review', report: 'home_report' } as const;

/** App Home is one page: whoever is in more channels than this sees the first ones. */
const MOST_CHANNELS = 10;

interface ChannelCard {
  /** Whose Home it is. */
  readonly user: string;
  readonly channel: string;
  readonly last: ReportRecord | null;
  /** Null for whoever may not review. */
  readonly toReview: number | null;
}

async function cardOf(channel: string, user: string, desks: CodingDesks, deps: CommandDeps): Promise<ChannelCard> {
  const last = await lastReport(channel, deps.store);
  if ((await deps.access.refusal('review', user)) !== null) return { user, channel, last, toReview: null };
  if (last === null) return { user, channel, last, toReview: 0 };
  const scope = { store: deps.store, channel, request: last.request, desk: desks(last.request.codebook) };
  return { user, channel, last, toReview: (await loadQueue(scope, user)).claims.length };
}

async function cardsOf(user: string, desks: CodingDesks, deps: CommandDeps): Promise<readonly ChannelCard[]> {
  const channels = await deps.store.files.channels();
  const isTheirs = await Promise.all(channels.map((channel) => deps.conversation.isMember(channel, user)));
  const own = channels.filter((_, index) => isTheirs[index] === true).slice(0, MOST_CHANNELS);
  return Promise.all(own.map((channel) => cardOf(channel, user, desks, deps)));
}

async function cardWords(card: ChannelCard, language: Language, deps: CommandDeps): Promise<string> {
  const { channel, last, toReview } = card;
  const minute = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  const lines = [`**<#${channel}>**`, await statusWords(card, language, deps)];
  if (last !== null) {
    const values = { title: reportTitle(last.request), at: minute(last.askedAt), user: last.askedBy };
    lines.push(fill(WORDS.homeReport[language], values));
    if (toReview !== null) lines.push(fill(WORDS.homeReview[language], { claims: toReview }));
  }
  lines.push(...(await deps.channelNotes(channel, language)));
  return lines.join('\n');
}

function buttonsOf(cards: readonly ChannelCard[], language: Language): readonly Button[] {
  const many = cards.length > 1;
  return cards.flatMap(({ channel, toReview }, index) => {
    const place = many ? ` · ${index + 1}` : '';
    const review =
      toReview === null || toReview === 0
        ? []
        : [
            {
              action: `${HOME_ACTIONS.review}:${index}`,
              label: fill(WORDS.homeReviewButton[language], { claims: toReview }) + place,
              value: channel,
            },
          ];
    return [
      ...review,
      { action: `${HOME_ACTIONS.report}:${index}`, label: WORDS.homeReportButton[language] + place, value: channel },
    ];
  });
}

/** What App Home shows a person: the channels they are in, what waits there, who reads and writes. */
export async function home(user: string, desks: CodingDesks, deps: CommandDeps): Promise<MessageView> {
  const cards = await cardsOf(user, desks, deps);
  const own = cards.find(({ last }) => last?.askedBy === user) ?? cards.find(({ last }) => last !== null);
  const language = own?.last?.request.language ?? 'en';
  const intro = own === undefined ? [WORDS.home.en, WORDS.home.zh] : [WORDS.home[language]];
  const words = await Promise.all(cards.map((card) => cardWords(card, language, deps)));
  const numbered = cards.length > 1 ? words.map((card, index) => `${index + 1}. ${card}`) : words;
  const help = own === undefined ? [WORDS.help.en, WORDS.help.zh] : [WORDS.help[language]];
  return {
    markdown: [...intro, ...numbered, deps.modelWords(language), ...help].join('\n\n'),
    notice: 'Attrition',
    buttons: buttonsOf(cards, language),
  };
}
