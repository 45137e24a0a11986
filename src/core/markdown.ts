/** U+200B: breaks a word for machines, not for eyes. */
const ZERO_WIDTH_SPACE = '\u200b';

/**
 * Makes foreign text (quotations, file names, model prose) safe inside our own Markdown: no mention, no link, no
 * picture, no broken table, and never half a character.
 * Slack's markdown block still obeys `<!here>`, hence `<` and `&` become entities (facts-slack.md, S24).
 */
export function escapeMarkdown(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replaceAll('://', `:${ZERO_WIDTH_SPACE}//`)
    .replace(/\s*\n\s*/g, ' ');
}
