/** Style of the full report: readable on a phone, in the dark and on paper. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --text: #1d2733; --faint: #5b6672; --line: #d9dfe6; --paper: #fff; --tint: #f4f6f9; --accent: #24588f; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6eaef; --faint: #a3adb8; --line: #39424d; --paper: #171c22; --tint: #20262e; --accent: #8ab8ea; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem; background: var(--paper); color: var(--text);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; }
p { margin: .4rem 0; }
.faint, figcaption { color: var(--faint); font-size: .925rem; }
.banner { padding: .6rem .9rem; border-left: 4px solid var(--accent); background: var(--tint); }
.core { font-size: 1.15rem; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .95rem; }
th, td { padding: .5rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th button { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-align: left; }
th button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
th[aria-sort=ascending] button::after { content: " ▲"; }
th[aria-sort=descending] button::after { content: " ▼"; }
.number { white-space: nowrap; }
.stars { letter-spacing: .06em; white-space: nowrap; }
blockquote { margin: .75rem 0 .25rem; padding: .1rem 0 .1rem 1rem; border-left: 3px solid var(--accent); white-space: pre-wrap; }
a { color: var(--accent); }
.source { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 0 0 1rem 1rem; color: var(--faint); font-size: .925rem; }
details[open] { flex-basis: 100%; }
details ul { margin: .25rem 0 .5rem; padding-left: 1.25rem; }
summary { cursor: pointer; }
tr:target { background: var(--tint); }
tbody th { min-width: 7rem; } .details { min-width: 14rem; }
figure { margin: 1rem 0; overflow-x: auto; }
figure svg { display: block; width: 100%; min-width: 38rem; height: auto; border-radius: .5rem; }
@media (max-width: 40rem) {
  body { padding: 1.25rem .9rem 3rem; }
  th, td { padding: .4rem; }
  .causes thead, .sort { display: none; }
  .causes tr { display: block; padding: .6rem 0; border-bottom: 1px solid var(--line); }
  .causes th, .causes td { display: block; border: 0; padding: .05rem 0; }
  .causes td[data-label] { display: inline-block; margin-right: 1.25rem; }
  .causes td[data-label]::before { content: attr(data-label) ": "; color: var(--faint); }
}
@media print {
  :root { --text: #000; --faint: #444; --line: #bbb; --paper: #fff; --tint: #f4f4f4; --accent: #444; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  figure svg { min-width: 0; } h2, h3 { break-after: avoid; } tr, blockquote, figure { break-inside: avoid; }
  th, td { padding: .3rem .4rem; } tbody th { min-width: 5rem; } .details { min-width: 0; }
  .sort, details:not([open]) { display: none; } a { color: inherit; text-decoration: none; }
}
`;

/** Sorts a table by the pressed heading; cells carry their number in data-sort. Without it the page reads the same. */
export const PAGE_SCRIPT = `
for (const button of document.querySelectorAll('th button')) {
  button.addEventListener('click', () => {
    const head = button.closest('th');
    const body = head.closest('table').tBodies[0];
    const down = head.getAttribute('aria-sort') !== 'descending';
    for (const other of head.parentNode.children) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const key = (row) => row.cells[head.cellIndex].dataset.sort ?? row.cells[head.cellIndex].textContent;
    const order = (a, b) => key(a).localeCompare(key(b), undefined, { numeric: true }) * (down ? -1 : 1);
    body.append(...[...body.rows].sort(order));
  });
}
`;
