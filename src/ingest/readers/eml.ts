import PostalMime, { type Attachment } from 'postal-mime';
import { type FileContent, type InnerFile, textContent } from './file-content.ts';
import { htmlText } from './html.ts';

/** Reads an e-mail: its body as text, its attachments as files of their own; pictures of a signature are left out. */
export async function readEml(bytes: Uint8Array): Promise<FileContent> {
  const mail = await PostalMime.parse(bytes);
  const body = mail.text?.trim() ? mail.text : htmlText(mail.html ?? '');
  const inside = mail.attachments.filter((attachment) => !isDecoration(attachment)).map(innerFile);
  return { ...textContent(body), inside };
}

function isDecoration({ related, disposition, mimeType }: Attachment): boolean {
  return mimeType.startsWith('image/') && (related === true || disposition === 'inline');
}

function innerFile({ filename, mimeType, content }: Attachment, index: number): InnerFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  const name = filename ?? (mimeType === 'message/rfc822' ? `${index + 1}.eml` : `attachment-${index + 1}`);
  return { name, bytes };
}
