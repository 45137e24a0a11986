import { collapseDocs, splitListOfDocs } from '@langchain/classic/chains/combine_documents/reduce';
import { Document } from '@langchain/core/documents';
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
import type { BenchInterview } from '../corpus/interviews.ts';
import { countTokens } from '../server/count-tokens.ts';
import { inTurn } from './peer-model.ts';

/** A chunk holds a usual interview whole. */
const CHUNK_TOKENS = 3_000;
/** Summaries are collapsed until they take no more than this. */
const TOKEN_MAX = 4_000;
/** Rounds of collapsing before the final reduce is asked anyway. */
const ROUNDS = 5;

/** The prompts of LangChain's own tutorial for summaries by map and reduce. */
const MAP = ChatPromptTemplate.fromMessages([['user', 'Write a concise summary of the following: \n\n{context}']]);
const REDUCE = ChatPromptTemplate.fromMessages([
  [
    'user',
    'The following is a set of summaries:\n{docs}\nTake these and distill it into a final, consolidated summary\nof the main themes.',
  ],
]);

/** The map-reduce chain of LangChain's tutorial: summaries side by side, collapsed by its own helpers, then reduced. */
export async function runMapReduce(
  interviews: readonly BenchInterview[],
  { urls, concurrency }: { readonly urls: readonly string[]; readonly concurrency: number },
): Promise<void> {
  const model = inTurn(urls, concurrency);
  const splitter = new RecursiveCharacterTextSplitter({
    chunkSize: CHUNK_TOKENS,
    chunkOverlap: 0,
    lengthFunction: countTokens,
  });
  const split = await splitter.splitDocuments(interviews.map(({ text }) => new Document({ pageContent: text })));
  const parser = new StringOutputParser();
  const summaries = await Promise.all(
    split.map(({ pageContent }) => MAP.pipe(model()).pipe(parser).invoke({ context: pageContent })),
  );
  const reduce = (documents: readonly Document[]) =>
    REDUCE.pipe(model())
      .pipe(parser)
      .invoke({ docs: documents.map(({ pageContent }) => pageContent).join('\n') });
  const size = (documents: readonly Document[]) =>
    documents.reduce((sum, { pageContent }) => sum + countTokens(pageContent), 0);
  let left = summaries.map((pageContent) => new Document({ pageContent }));
  for (let round = 0; round < ROUNDS && size(left) > TOKEN_MAX; round += 1) {
    const lists = splitListOfDocs(left, size, TOKEN_MAX);
    left = await Promise.all(lists.map((list: Document[]) => collapseDocs(list, reduce)));
  }
  await reduce(left);
}
