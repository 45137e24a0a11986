import { element, ICONS, icon } from './element.js';
import { word } from './words.js';

const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
const KINDS = { pdf: 'pdf', doc: 'doc', docx: 'doc', xls: 'sheet', xlsx: 'sheet', csv: 'sheet', zip: 'zip' };

/** File cards; pictures are shown. */
export function renderFiles(files) {
  const cards = files.map((file) => (PICTURES.has(file.mimetype) ? renderPicture(file) : renderCard(file)));
  return element('div', { class: 'files' }, cards);
}

function renderPicture(file) {
  const address = `/page/files/${file.id}`;
  const picture = element('img', { src: address, alt: file.alt_txt ?? file.title, loading: 'lazy' });
  return element(
    'figure',
    { class: 'file-picture' },
    element('figcaption', {}, file.title),
    element('a', { href: address, target: '_blank', rel: 'noopener' }, picture),
  );
}

function renderCard(file) {
  const kind = KINDS[file.filetype] ?? 'text';
  const name = element('span', { class: 'file-name' }, file.title);
  const about = element(
    'span',
    { class: 'file-about' },
    `${(file.filetype || 'file').toUpperCase()} · ${sizeOf(file.size)}`,
  );
  return element(
    'a',
    {
      class: 'file-card',
      href: `/page/files/${file.id}`,
      download: file.name,
      title: `${word('download')}: ${file.name}`,
    },
    element('span', { class: `file-icon file-${kind}` }, icon(ICONS.file)),
    element('span', { class: 'file-words' }, name, about),
  );
}

/** Bytes in words, e.g. "12 KB". */
export function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
