/** What a file that we uploaded belongs to, by the key of its message; unknown for what was uploaded before. */
export const UPLOAD_KEY = ['alter table upload add column key text'];
