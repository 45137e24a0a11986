import type { Playground } from '../../playground/server.ts';
import type { ScriptedModelServer } from '../support/scripted-model-server/start-scripted-model-server.ts';
import { CHANNEL, wordsOf } from '../workspace/whole-app.ts';

/** Moments in the bot's life that a drill kills it at, in their order. */
export const MOMENTS = ['start', 'ingest', 'coding', 'verification', 'writing', 'delivery', 'digest'] as const;
export type Moment = (typeof MOMENTS)[number];

/** Sees from outside what a bot is at: by its open requests at the model server, and by what stands in the channel. */
export interface Lookout {
  at(moment: Exclude<Moment, 'start'>): boolean;
}

const hasButton = (message: object) => JSON.stringify(message).includes('"report_anew"');

/** Looks at one workspace and one model server. */
export function createLookout(playground: Playground, model: ScriptedModelServer): Lookout {
  const open = () =>
    model.requests.flatMap(({ chat, status }) => (status === 'running' && chat !== null ? [chat] : []));
  const own = () => playground.messages(CHANNEL).filter((message) => message.user === playground.botUser);
  const sights: Readonly<Record<Exclude<Moment, 'start'>, () => boolean>> = {
    ingest: () =>
      own().some((one) => /(?:^|\s)[1-9]\d* of \d+ files read/.test(wordsOf(one))) && !own().some(isIngested),
    coding: () => open().some(({ schema }) => schema === 'codes'),
    verification: () => open().some(({ choice }) => choice !== null),
    writing: () => open().some(({ messages }) => messages[0]?.content.startsWith('You write the prose') === true),
    delivery: () =>
      own().some(hasButton) && !own().some(({ files }) => files?.some(({ name }) => name === 'report.md')),
    digest: () => own().some((one) => one.thread_ts === undefined && isDigest(one)),
  };
  return { at: (moment) => sights[moment]() };
}

/** True for the finished message about an upload. */
export const isIngested = (message: Parameters<typeof wordsOf>[0]): boolean =>
  /Then type `\/attrition report`/.test(wordsOf(message));

/** True for a posted digest. */
export const isDigest = (message: Parameters<typeof wordsOf>[0]): boolean =>
  wordsOf(message).startsWith('**Exit interviews');
