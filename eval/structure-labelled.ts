import type { Interview, InterviewDraft } from '../src/core/interview.ts';
import { structureDocument } from '../src/ingest/structure/structure-document.ts';
import type { Labelled } from './labelled-set.ts';

/** What ingest makes of a labelled text: one interview, unless it finds none or several. */
export function draftsOf({ id, text }: Pick<Labelled, 'id' | 'text'>): readonly InterviewDraft[] {
  const structured = structureDocument({
    name: `${id}.txt`,
    kind: 'text',
    parts: [{ type: 'text', title: null, text }],
    remarks: [],
  });
  return 'interviews' in structured ? structured.interviews : [];
}

/** A draft as it would be stored. */
export function storedAs(id: string, draft: InterviewDraft): Interview {
  return { ...draft, id, fileId: id, fileName: `${id}.txt`, channel: 'eval', contentHash: id };
}
