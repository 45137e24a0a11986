import type { User } from './slack-types.ts';

/** Turns what a person typed into Slack's text: entities escaped, @names and @Real Names as mentions. */
export function encodeMentions(typed: string, users: readonly User[]): string {
  const escaped = typed
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/&lt;@(U[A-Z0-9]+)&gt;/g, '<@$1>');
  return escaped.replace(/(^|[\s（(，,])@(\w+)/g, (whole, before: string, name: string) => {
    const user = users.find((one) => one.name === name.toLowerCase());
    return user ? `${before}<@${user.id}>` : whole;
  });
}
