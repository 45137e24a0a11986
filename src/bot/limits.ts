/** Slack's limits with a margin where the exact one is unknown; lengths are UTF-16 code units (facts-slack.md 1.3). */

/** All markdown blocks of a message together; Slack documents 12,000 for one and refuses near 13,200 for all. */
export const MARKDOWN_LIMIT = 11_500;

/** The notification text beside blocks: a long one alone makes an edit fail with msg_too_long. */
export const NOTICE_LIMIT = 300;

/** Plain text of an edit when blocks are refused; Slack's limit is 4,000. */
export const PLAIN_TEXT_LIMIT = 3_900;

/** Title of a task in a stream; longer ones are cut by Slack. */
export const TASK_TITLE_LIMIT = 250;

/** Slack ends a stream near five minutes, even one with traffic: it is finished by edits before that. */
export const STREAM_LIFE_MS = 240_000;

/** What stays in the message when the whole text goes into a file. */
export const SUMMARY_LIMIT = 1_500;

/** Messages one view may fill before the rest becomes a file. */
export const MAX_MESSAGES = 2;

export const SECTION_TEXT_LIMIT = 3_000;

/** Description of a picture for screen readers. */
export const ALT_TEXT_LIMIT = 1_000;

/** App Home takes 100 blocks; a page that long would not be read. */
export const BLOCKS_PER_VIEW = 50;
export const BUTTONS_PER_BLOCK = 25;
export const BUTTON_LABEL_LIMIT = 75;

/** Slack takes 24 characters in a modal's title. */
export const WINDOW_TITLE_LIMIT = 24;

/** Who is in a channel is asked for again after this long: someone who left soon sees nothing more. */
export const MEMBERS_FRESH_MS = 60_000;
export const MEMBERS_PER_PAGE = 999;

/** Who is in a user group changes seldom, and Slack lets us ask twenty times a minute. */
export const GROUPS_FRESH_MS = 5 * 60_000;
/** While Slack gives no answer the last one holds this long, so that its bad minutes lock nobody out. */
export const GROUPS_STALE_MS = 60 * 60_000;
/** A refused group is asked for again after this long: a missing scope is mended by hand. */
export const GROUPS_RETRY_MS = 60_000;

/** Slack allows chat.update "50+" times a minute and workspace; the rest is a margin. */
export const EDITS_PER_MINUTE = 45;

/** Edits that may follow one another at once. */
export const EDIT_BURST = 8;

/** Edits of the burst that only a final edit may use. */
export const EDITS_KEPT_FOR_FINALS = 2;

/** First edit after the first content: soon, yet not for a single word. */
export const FIRST_EDIT_DELAY_MS = 300;

/** Between two edits of one message while the burst lasts. */
export const EDIT_INTERVAL_MS = 1_000;

/** One minute over EDITS_PER_MINUTE: what a message may use when it edits alone. */
export const SUSTAINED_INTERVAL_MS = 1_333;

/** Longest interval that rate limits may lead to. */
export const MAX_EDIT_INTERVAL_MS = 5_000;

/** Used when a refusal for pace names no time; the one value seen on chat.update is 10 s. */
export const DEFAULT_RETRY_AFTER_MS = 10_000;

/** Keeps several messages from coming back at the same moment. */
export const RETRY_JITTER_MS = 500;

/** An edit without an answer is given up; the next snapshot replaces it. */
export const EDIT_TIMEOUT_MS = 8_000;
export const POST_TIMEOUT_MS = 10_000;

/** How long a post waits in all for Slack to take it: a storm of refusals lasts minutes, and a person waits. */
export const PACE_PATIENCE_MS = 5 * 60_000;

/** Uploads and downloads carry whole files. */
export const FILE_TIMEOUT_MS = 60_000;

/** How long after message_not_found the event of the deletion may come. */
export const DELETION_GRACE_MS = 1_000;

/** Waits between attempts after an unknown result: together about half a minute. */
export const RETRY_DELAYS_MS: readonly number[] = [500, 1_000, 2_000, 4_000, 8_000, 16_000];

/** The same for the steps of an upload, each of which the client has tried four times by then. */
export const UPLOAD_DELAYS_MS: readonly number[] = [2_000, 4_000, 8_000, 16_000];

/** Files can arrive before their address: waits before asking files.info again. */
export const FILE_RACE_DELAYS_MS: readonly number[] = [500, 1_000, 2_000];

/** How long stop() waits for running listeners: a process that is asked to leave has 30 s for everything. */
export const DRAIN_MS = 20_000;

/** Slack sends again what isn't acknowledged within 3 s: what takes longer than this is acknowledged before its end. */
export const ACK_WITHIN_MS = 2_000;

/**
 * What a process has begun is left to it for this long after its last word: after a crash the next one waits no longer.
 * Longer than a busy process is deaf, shorter than a person waits.
 */
export const CLAIM_MS = 3_000;

/** How often a process says that it is still at it: so that one late word makes nobody think it dead. */
export const CLAIM_RENEWED_MS = 750;

/** How often those who wait look whether it is done. */
export const CLAIM_LOOK_MS = 100;

/** Waits before Socket Mode is opened again after a failure; the last one repeats. */
export const RECONNECT_DELAYS_MS: readonly number[] = [0, 500, 1_000, 2_000, 5_000, 10_000, 30_000];
