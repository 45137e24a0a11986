import { describe, expect, it } from 'vitest';
import { faultOf, utf8, wordsOf } from './fixture.ts';

async function cuesOf(name: string, text: string) {
  const { parts, remarks } = await wordsOf(name, utf8(text));
  return { cues: parts.flatMap((part) => (part.type === 'captions' ? part.cues : [])), remarks };
}

const vtt = (...blocks: string[]) =>
  ['WEBVTT', ...blocks.map((block, i) => `00:00:0${i}.000 --> 00:00:0${i + 1}.000\n${block}`)].join('\n\n');

describe('captions', () => {
  it('keeps voices, strips tags and decodes entities', async () => {
    const { cues } = await cuesOf(
      'a.vtt',
      vtt('<v HR>Why <b>now</b>?</v>', '<v.loud 李雷>太<c.red>远</c>了 &amp; 太累</v>'),
    );
    expect(cues).toEqual([
      { speaker: 'HR', text: 'Why now?' },
      { speaker: '李雷', text: '太远了 & 太累' },
    ]);
  });

  it('splits a cue in which the voice changes', async () => {
    const { cues } = await cuesOf('a.vtt', vtt('<v HR>Pay?</v>\n<v Ann>No.</v>'));
    expect(cues).toEqual([
      { speaker: 'HR', text: 'Pay?' },
      { speaker: 'Ann', text: 'No.' },
    ]);
  });

  it('takes a name in brackets for the speaker', async () => {
    const { cues } = await cuesOf('a.vtt', vtt('(HR) Why?', '【员工】太远了'));
    expect(cues.map(({ speaker }) => speaker)).toEqual(['HR', '员工']);
  });

  it('takes lines that roll from cue to cue once and says so', async () => {
    const { cues, remarks } = await cuesOf('a.vtt', vtt('the hours', 'the hours\nwere long', 'were long\nand I left'));
    expect(cues.map(({ text }) => text)).toEqual(['the hours', 'were long', 'and I left']);
    expect(remarks).toEqual([{ code: 'captions-rolled', detail: { lines: 2 } }]);
  });

  it('takes a line that grows word by word once', async () => {
    const { cues } = await cuesOf('a.vtt', vtt('主要', '主要是', '主要是太远'));
    expect(cues.map(({ text }) => text)).toEqual(['主要是太远']);
  });

  it('keeps a word that a speaker says twice', async () => {
    const { cues, remarks } = await cuesOf('a.vtt', vtt('Yes.', 'Yes.'));
    expect(cues).toHaveLength(2);
    expect(remarks).toEqual([]);
  });

  it('reads SubRip without its numbers, and subtitles whose first line is missing', async () => {
    const srt =
      '1\n00:00:01,000 --> 00:00:02,000\nHR：为什么？\n\n2\n00:00:02,000 --> 00:00:03,000\n太远了，\n也太累。\n';
    expect((await cuesOf('a.srt', srt)).cues.map(({ text }) => text)).toEqual(['HR：为什么？', '太远了，\n也太累。']);
    expect((await cuesOf('a.vtt', '00:01.000 --> 00:02.000\nThe pay.\n')).cues).toEqual([
      { speaker: null, text: 'The pay.' },
    ]);
  });

  it('leaves identifiers and notes out', async () => {
    const text =
      'WEBVTT\n\nintro\n00:01.000 --> 00:02.000\nThe pay.\n\nNOTE checked by Ann\n\nid-2\n00:02.000 --> 00:03.000\nThe road.\n';
    expect((await cuesOf('a.vtt', text)).cues.map((cue) => cue.text)).toEqual(['The pay.', 'The road.']);
  });

  it('names a file without a caption as empty', async () => {
    expect((await faultOf('a.vtt', utf8('WEBVTT\n\n'))).fault).toBe('file-empty');
    expect((await faultOf('b.vtt', new Uint8Array())).fault).toBe('file-empty');
  });
});
