import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBytes } from './http-io.ts';
import { checkMessage, readBlocks } from './limits.ts';
import { SlackRefusal } from './slack-refusal.ts';
import { isRecord } from './slack-types.ts';
import type { ResponseTarget, TriggerBook } from './trigger-book.ts';
import type { WorkspaceState } from './workspace-state.ts';

const MOST_BODY = 1024 * 1024;

/** Answers a POST to a response_url: a whisper, a post, or a change of the message it belongs to. */
export async function answerResponseUrl(
  world: { readonly state: WorkspaceState; readonly triggers: TriggerBook },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const body: unknown = JSON.parse((await readBytes(request, MOST_BODY)).toString('utf8'));
  const target = world.triggers.visit(path);
  if (typeof target === 'string') {
    response.writeHead(404).end(target);
    return;
  }
  try {
    respond(world.state, target, isRecord(body) ? body : {});
    response.writeHead(200).end('ok');
  } catch (thrown) {
    if (!(thrown instanceof SlackRefusal)) throw thrown;
    response.writeHead(500).end(thrown.error);
  }
}

function respond(state: WorkspaceState, target: ResponseTarget, body: Readonly<Record<string, unknown>>): void {
  const { channel, user, message } = target;
  if (body.delete_original === true && message !== null) {
    state.remove(channel, message);
    return;
  }
  const blocks = readBlocks(body.blocks) ?? [];
  const text = typeof body.text === 'string' ? body.text : '';
  if (text === '' && blocks.length === 0) throw new SlackRefusal('no_text');
  checkMessage('post', { text, blocks });
  if (body.replace_original === true && message !== null) {
    state.edit(channel, message, { text, blocks, edited: { user: state.bot.user, ts: state.ids.ts() } });
    return;
  }
  const thread = typeof body.thread_ts === 'string' ? body.thread_ts : target.thread;
  state.post({
    channel,
    user: state.bot.user,
    bot_id: state.bot.id,
    text,
    blocks,
    ...(thread === null ? {} : { thread_ts: thread }),
    ...(body.response_type === 'in_channel' ? {} : { ephemeral_to: user }),
  });
}
