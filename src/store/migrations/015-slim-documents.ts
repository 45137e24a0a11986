/**
 * A report anew reads every interview and writes nothing: what it reads is short and one row each. Turns and sentences
 * are kept as `interview-document.ts` has them, coded segments beside the attribution that rests on them, with a hash to
 * compare both by; and as `json`, which is read as it was written.
 */
export const SLIM_DOCUMENTS = [
  `update interview set document = document || jsonb_build_object(
    'turns', (
      select coalesce(jsonb_agg(
        case when turn->'question' is null then jsonb_build_array(turn->'role', turn->'start', turn->'end')
        else jsonb_build_array(turn->'role', turn->'start', turn->'end', turn->'question') end order by n), '[]')
      from jsonb_array_elements(document->'turns') with ordinality as one (turn, n)),
    'sentences', (
      select coalesce(jsonb_agg(value order by n, part), '[]')
      from jsonb_array_elements(document->'sentences') with ordinality as one (sentence, n),
        lateral (values (1, sentence->'turn'), (2, sentence->'start'), (3, sentence->'end')) as parts (part, value)))`,
  'alter table interview alter column document type json using document::json',
  `alter table attribution alter column document type json using document::json,
    add column segments json not null default '[]', add column hash text`,
  `update attribution set segments = own.documents from (
    select interview_id, codebook, json_agg(document order by position) as documents
    from coded_segment group by interview_id, codebook) as own
  where attribution.interview_id = own.interview_id and attribution.codebook = own.codebook`,
  'drop table coded_segment',
  'alter table ledger alter column outcome type json using outcome::json',
];
