import { checkBlocks, LIMITS, readBlocks } from '../limits.ts';
import { SlackRefusal } from '../slack-refusal.ts';
import { type Block, isRecord, type SlackFile } from '../slack-types.ts';
import { createFile, withoutAddress } from '../stored-files.ts';
import { APP } from '../workspace-ids.ts';
import {
  type ApiWorld,
  type Arguments,
  type MethodTable,
  memberChannel,
  required,
  structured,
  text,
} from './method.ts';

/** files.*: uploads in three steps, details, deletion. */
export const fileMethods: MethodTable = {
  'files.getUploadURLExternal': (world, args) => {
    const name = required(args, 'filename');
    const size = Number(required(args, 'length'));
    if (!Number.isInteger(size) || size <= 0) throw new SlackRefusal('invalid_arguments', ['length must be positive']);
    const alt = text(args, 'alt_txt') ?? text(args, 'alt_text');
    const id = world.state.ids.next('F');
    const draft = {
      id,
      name,
      user: world.state.bot.user,
      bytes: new Uint8Array(),
      ...(alt === undefined ? {} : { alt }),
    };
    world.state.files.set(id, createFile(world, draft));
    return { upload_url: `${world.origin()}/upload/${id}`, file_id: id };
  },
  'files.completeUploadExternal': (world, args) => {
    const files = readUploads(world, args);
    const channelId = text(args, 'channel_id');
    if (channelId === undefined) return { files };
    const channel = memberChannel(world, channelId);
    const thread = text(args, 'thread_ts');
    if (thread !== undefined && !world.state.message(channel.id, thread)) throw new SlackRefusal('invalid_thread_ts');
    const blocks = commentBlocks(args);
    world.state.post({
      channel: channel.id,
      subtype: 'file_share',
      user: world.state.bot.user,
      bot_id: world.state.bot.id,
      app_id: APP.id,
      text: (text(args, 'initial_comment') ?? '').slice(0, LIMITS.postText),
      files,
      ...(thread === undefined ? {} : { thread_ts: thread }),
      ...(blocks === undefined ? {} : { blocks }),
    });
    return { files };
  },
  'files.info': (world, args) => {
    const file = stored(world, required(args, 'file'));
    if (world.faults.fileUrlAfter <= 0) return { file };
    world.faults.fileUrlAfter -= 1;
    return { file: withoutAddress(file) };
  },
  'files.delete': (world, args) => {
    const { id } = stored(world, required(args, 'file'));
    world.state.files.delete(id);
    for (const channel of world.state.channels()) {
      for (const message of world.state.messages(channel.id)) {
        const left = message.files?.filter((file) => file.id !== id);
        if (!left || left.length === message.files?.length) continue;
        if (left.length === 0 && message.text === '') world.state.remove(channel.id, message.ts);
        else world.state.edit(channel.id, message.ts, { files: left });
      }
    }
    return {};
  },
};

function stored(world: ApiWorld, id: string): SlackFile {
  const found = world.state.files.get(id);
  if (!found) throw new SlackRefusal('file_not_found');
  return found.file;
}

/** The files of a finished upload, with their titles. */
function readUploads(world: ApiWorld, args: Arguments): readonly SlackFile[] {
  const wanted = structured(args, 'files');
  if (!Array.isArray(wanted) || wanted.length === 0) throw new SlackRefusal('invalid_arguments', ['files is missing']);
  return wanted.map((one: unknown) => {
    const id = isRecord(one) ? String(one.id) : '';
    const found = world.state.files.get(id);
    if (!found || found.bytes.length === 0) throw new SlackRefusal('file_not_found');
    const file = { ...found.file, title: isRecord(one) && typeof one.title === 'string' ? one.title : found.file.name };
    world.state.files.set(id, { ...found, file });
    return file;
  });
}

function commentBlocks(args: Arguments): readonly Block[] | undefined {
  const blocks = readBlocks(structured(args, 'blocks'));
  if (blocks) checkBlocks(blocks, LIMITS.blocks);
  return blocks;
}
