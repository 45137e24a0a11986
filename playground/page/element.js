/**
 * Makes an element. Texts become text nodes, never HTML: everything shown here may be hostile.
 * @param {string} tag
 * @param {Record<string, unknown>} [traits] `class`, `on…` listeners, and attributes; false and null leave one out
 * @param {...unknown} children nodes, texts, lists of these; null and false are skipped
 */
export function element(tag, traits = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(traits)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name === 'class' ? 'class' : name, value === true ? '' : String(value));
  }
  made.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** A line icon; `paths` are the `d` of 20 by 20 paths. */
export function icon(paths, label) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', 'icon');
  if (label) svg.setAttribute('aria-label', label);
  else svg.setAttribute('aria-hidden', 'true');
  for (const d of paths) {
    const path = document.createElementNS(space, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

export const ICONS = {
  thread: ['M4 4h12v9H9l-4 3v-3H4z'],
  reply: ['M8 5 3 10l5 5', 'M3 10h8c4 0 6 2 6 6'],
  bolt: ['M11 2 4 11h5l-1 7 7-9h-5z'],
  pencil: ['m4 13 9-9 3 3-9 9H4z'],
  bin: ['M4 6h12', 'M8 6V4h4v2', 'm6 6 1 11h6l1-11'],
  plus: ['M10 4v12', 'M4 10h12'],
  send: ['m3 3 14 7-14 7 3-7z', 'M6 10h6'],
  close: ['m5 5 10 10', 'M15 5 5 15'],
  file: ['M5 2h7l4 4v12H5z', 'M12 2v4h4'],
  weather: ['M6 14a4 4 0 1 1 1-8 4 4 0 0 1 8 1 3 3 0 0 1 0 7z', 'm9 14-1 4', 'm13 14-1 4'],
  menu: ['M3 5h14', 'M3 10h14', 'M3 15h14'],
  download: ['M10 3v9', 'm6 8 4 4 4-4', 'M4 16h12'],
  eye: ['M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5z', 'M10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z'],
};
