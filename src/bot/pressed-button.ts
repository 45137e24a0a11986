import { z } from 'zod';
import type { ButtonInput, WindowButtonInput } from '../core/ports/commands.ts';

const bodySchema = z.object({
  trigger_id: z.string(),
  user: z.object({ id: z.string() }),
  container: z.object({
    channel_id: z.string(),
    message_ts: z.string(),
    thread_ts: z.string().optional(),
  }),
  message: z.object({ text: z.string().optional(), thread_ts: z.string().optional() }).optional(),
});

const actionSchema = z.object({
  type: z.literal('button'),
  action_id: z.string(),
  value: z.string().optional(),
});

export interface Press {
  readonly input: ButtonInput;
  /** Of this delivery, for de-duplication. */
  readonly deliveryId: string;
  /** The message's notification text: tells the language to answer in. */
  readonly text: string;
}

/** Reads a pressed button of a message; null for anything else (a button of App Home has no message). */
export function readPress(rawBody: unknown, rawAction: unknown): Press | null {
  const body = bodySchema.safeParse(rawBody);
  const action = actionSchema.safeParse(rawAction);
  if (!body.success || !action.success) return null;
  const { container, message, user, trigger_id } = body.data;
  const thread = container.thread_ts ?? message?.thread_ts ?? null;
  return {
    deliveryId: trigger_id,
    text: message?.text ?? '',
    input: {
      action: action.data.action_id,
      value: action.data.value ?? '',
      user: user.id,
      message: { channel: container.channel_id, ts: container.message_ts },
      thread,
      trigger: trigger_id,
    },
  };
}

const viewBodySchema = z.object({
  trigger_id: z.string(),
  user: z.object({ id: z.string() }),
  view: z.object({ id: z.string(), type: z.enum(['modal', 'home']) }),
});

/** Reads a button pressed in a window or on App Home; null for anything else. */
export function readWindowPress(rawBody: unknown, rawAction: unknown): WindowButtonInput | null {
  const body = viewBodySchema.safeParse(rawBody);
  const action = actionSchema.safeParse(rawAction);
  if (!body.success || !action.success) return null;
  const { view, user, trigger_id } = body.data;
  return {
    action: action.data.action_id,
    value: action.data.value ?? '',
    user: user.id,
    window: view.type === 'modal' ? { id: view.id } : null,
    trigger: trigger_id,
  };
}
