import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../core/ports/log.ts';

/** The SDK logs payloads at its lower levels: those are dropped, and of the others only the first line is kept. */
export function createSdkLogger(log: Log): Logger {
  const line = (parts: readonly unknown[]) =>
    String(parts[0] ?? '')
      .split('\n', 1)[0]
      ?.slice(0, 200) ?? '';
  const silent = () => {};
  return {
    debug: silent,
    info: silent,
    warn: (...parts: unknown[]) => log.warn({ source: 'slack-sdk' }, line(parts)),
    error: (...parts: unknown[]) => log.error({ source: 'slack-sdk' }, line(parts)),
    setLevel: silent,
    getLevel: () => LogLevel.WARN,
    setName: silent,
  };
}
