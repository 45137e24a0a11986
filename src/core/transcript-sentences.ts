import type { Bilingual } from './language.ts';

/** Faults of files that only a model that reads pictures can read. */
export type TranscriptFault =
  | 'file-scan'
  | 'file-picture'
  | 'file-picture-kind'
  | 'file-pages-unread'
  | 'file-transcript-waiting'
  | 'file-transcript-left-out';

/** What people read for them; filled as all fault sentences are. */
export const TRANSCRIPT_FAULTS: Readonly<Record<TranscriptFault, Bilingual>> = {
  'file-scan': {
    en: '{name} is a scan: it holds pictures of pages and no text, so it was not read. Upload a version with text, or set up a vision model in models.yml and upload it again.',
    zh: '{name} 是扫描件，只有页面图片、没有文字，因此没有读取。请上传带文字的版本，或在 models.yml 里配置能读图的模型后重新上传。',
  },
  'file-picture': {
    en: '{name} is a picture, and no vision model is set up to read pictures. Upload the text instead, or set up a vision model in models.yml and upload it again.',
    zh: '{name} 是图片，而目前没有配置能读图的模型。请改为上传文字，或在 models.yml 里配置能读图的模型后重新上传。',
  },
  'file-picture-kind': {
    en: '{name} is a kind of picture I can’t open[ (.{extension})]. Save it as JPEG and upload that.',
    zh: '{name} 是我打不开的图片格式[（.{extension}）]。请另存为 JPEG 后再上传。',
  },
  'file-pages-unread': {
    en: '{name}: {model} couldn’t read every page[ (failed: {pages})], so nothing of it is counted. Upload it again to try once more, or upload the text.',
    zh: '{name}：{model} 没能读完所有页[（失败：第 {pages} 页）]，因此整份都没有计入。请重新上传再试，或改为上传文字。',
  },
  'file-transcript-waiting': {
    en: '{name} is waiting for confirmation: read by {model} from a picture. It counts once somebody confirms the transcript in the thread of its upload.',
    zh: '{name} 正在等待确认：由 {model} 从图片读出。有人在上传它的消息串里确认转写内容后才会计入。',
  },
  'file-transcript-left-out': {
    en: '{name} was left out: somebody found that what {model} read from the picture is not right. Upload it again, or upload the text.',
    zh: '{name} 没有计入：有人确认 {model} 从图片读出的内容不对。请重新上传，或改为上传文字。',
  },
};
