import { AttritionError } from '../core/errors.ts';
import type { Place, UploadedFile } from '../core/ports/conversation.ts';
import { ALT_TEXT_LIMIT, FILE_TIMEOUT_MS } from './limits.ts';
import { threadOf } from './posted-messages.ts';
import type { SlackCall } from './slack-call.ts';
import { channelFault } from './slack-refusal.ts';

/**
 * Builds the upload in Slack's three steps. The SDK's files.uploadV2 isn't used: it sends `alt_text`, while the method
 * knows `alt_txt`, so that a chart would be silent for a screen reader.
 */
export function createFileUpload(
  call: SlackCall,
  fetchFile: typeof fetch,
  remember: (id: string, channel: string, key?: string) => Promise<void>,
) {
  async function send({ name, bytes, title, altText }: UploadedFile, channel: string) {
    const alt = altText === undefined ? {} : { alt_txt: altText.slice(0, ALT_TEXT_LIMIT).toWellFormed() };
    const length = bytes.byteLength;
    const answer = await call('files.getUploadURLExternal', { filename: name, length, ...alt }, channel);
    const { upload_url: url, file_id: id } = answer;
    if (typeof url !== 'string' || typeof id !== 'string') {
      throw new AttritionError('unexpected', { method: 'files.getUploadURLExternal' });
    }
    const body = new Uint8Array(bytes);
    const response = await fetchFile(url, { method: 'POST', body, signal: AbortSignal.timeout(FILE_TIMEOUT_MS) });
    await response.body?.cancel();
    if (!response.ok) throw new AttritionError('unexpected', { method: 'upload', status: response.status });
    return { id, title };
  }

  return async (place: Place, files: readonly UploadedFile[], key?: string): Promise<void> => {
    try {
      const sent = await Promise.all(files.map((file) => send(file, place.channel)));
      // Before anybody can see them: a crash in between must not leave files that nobody can find again.
      for (const { id } of sent) await remember(id, place.channel, key);
      await call(
        'files.completeUploadExternal',
        { files: sent, channel_id: place.channel, ...threadOf(place) },
        place.channel,
      );
    } catch (thrown) {
      throw channelFault(place.channel, thrown);
    }
  };
}
