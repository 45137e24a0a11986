import { ChatOpenAI } from '@langchain/openai';
import { countTokens } from '../server/count-tokens.ts';
import { MODEL } from '../server/simulated-servers.ts';

/** The peers' client: LangChain's, as its documentation has it for a server of one's own. */
function peerModel(url: string, concurrency: number): ChatOpenAI {
  const model = new ChatOpenAI({
    model: MODEL,
    apiKey: 'none',
    configuration: { baseURL: url },
    temperature: 0,
    maxConcurrency: concurrency,
    maxRetries: 0,
  });
  // Its own count looks a tokenizer up on the net.
  model.getNumTokens = async (content) => countTokens(typeof content === 'string' ? content : JSON.stringify(content));
  return model;
}

/** Deals work out to replicas in turn, each with its own client. */
export function inTurn(urls: readonly string[], concurrency: number): () => ChatOpenAI {
  const models = urls.map((url) => peerModel(url, concurrency));
  let next = 0;
  return () => {
    const model = models[next % models.length];
    next += 1;
    if (model === undefined) throw new Error('no server');
    return model;
  };
}
