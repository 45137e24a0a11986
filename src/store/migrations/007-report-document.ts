/** What a finished report was rendered from, so that it can be exported again in any form, also after a restart. */
export const REPORT_DOCUMENT = ['alter table report add column document jsonb'];
