import { createHash, randomUUID } from 'node:crypto';
import type { Asker } from './report.ts';

/**
 * The id of what somebody asks for: that of the message they asked by, so that a message which is taken twice asks once,
 * or a new one for a command or a press, which Slack delivers once. A UUID, as the queue's jobs have (RFC 9562's kind 8).
 */
export function askedId({ channel, message }: Pick<Asker, 'channel' | 'message'>): string {
  if (message === undefined) return randomUUID();
  const hex = createHash('sha256').update(`asked:${channel}:${message}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
