import type { RawPart } from '../raw-document.ts';
import type { Layout } from './layout.ts';
import { structureText, withoutSpeakers } from './structure-text.ts';

type Captions = Extract<RawPart, { readonly type: 'captions' }>;

/** Writes captions as a transcript, neighbouring cues of one voice joined, and finds its speakers. */
export function structureCaptions(part: Captions): Layout | null {
  let text = '';
  let voice: string | null = null;
  for (const cue of part.cues) {
    const words = cue.text.replace(/\s*\n\s*/g, ' ').trim();
    if (words === '') continue;
    if (cue.speaker !== null && cue.speaker !== voice)
      text += `${text === '' ? '' : '\n'}${cue.speaker.trim()}: ${words}`;
    else text += joint(text, words) + words;
    voice = cue.speaker ?? voice;
  }
  const layout = structureText(text);
  // Captions without voices are both sides of a talk run together.
  return layout === null || layout.format === 'transcript' ? layout : withoutSpeakers(layout);
}

const joint = (text: string, words: string) =>
  text === '' || (/\p{Script=Han}$|[，。！？、；]$/u.test(text) && /^\p{Script=Han}/u.test(words)) ? '' : ' ';
