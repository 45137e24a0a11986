import { z } from 'zod';
import type { Sight } from '../core/ports/installation-store.ts';

/** The workspace whose installation an event or interaction came through, as Bolt's context has it. */
export interface SlackSource {
  readonly teamId?: string;
  readonly enterpriseId?: string;
  readonly isEnterpriseInstall?: boolean;
}

/** An organisation's installation serves all its workspaces and goes by its own id. */
export function workspaceIdOf({ teamId, enterpriseId, isEnterpriseInstall }: SlackSource): string {
  return (isEnterpriseInstall === true ? enterpriseId : teamId) ?? enterpriseId ?? '';
}

const text = z.string().optional().catch(undefined);
const named = z.object({ id: text, team_id: text }).optional().catch(undefined);

const bodySchema = z.object({
  // A slash command
  channel_id: text,
  user_id: text,
  // A button or a shortcut
  channel: named,
  user: named,
  // An event
  event: z.object({ channel: text, user: text, user_team: text }).optional().catch(undefined),
});

/** Which channel and which person an event or interaction tells of. */
export function sightsOf(body: unknown, source: SlackSource): readonly Sight[] {
  const parsed = bodySchema.safeParse(body);
  const workspace = workspaceIdOf(source);
  if (!parsed.success || workspace === '') return [];
  const { channel_id, user_id, channel, user, event } = parsed.data;
  const place = event?.channel ?? channel_id ?? channel?.id;
  const person = event?.user ?? user_id ?? user?.id;
  // Only members are sent a channel's events; a command can be typed where the bot is no member.
  const places: readonly Sight[] =
    place === undefined ? [] : [{ id: place, kind: 'channel', workspace, proven: event !== undefined }];
  // In a channel shared with another company its people are seen too.
  const team = event?.user_team ?? user?.team_id ?? source.teamId;
  const isTheirs = source.isEnterpriseInstall === true || team === source.teamId;
  return person === undefined ? places : [...places, { id: person, kind: 'person', workspace, proven: isTheirs }];
}
