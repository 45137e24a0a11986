/** Until when what was begun is kept from others; null when it is done, as all that was seen before is. */
export const CLAIM = ['alter table seen_event add column open_until double precision'];
