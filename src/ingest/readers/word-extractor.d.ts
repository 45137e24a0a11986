/** The package ships no types; this is the part used here (word-extractor/lib/document.js). */
declare module 'word-extractor' {
  interface TextOptions {
    /** False keeps typographic quotes as written. */
    readonly filterUnicode: boolean;
  }

  interface WordDocument {
    getBody(options: TextOptions): string;
    getAnnotations(options: TextOptions): string;
    getTextboxes(options: TextOptions): string;
  }

  export default class WordExtractor {
    extract(source: Buffer): Promise<WordDocument>;
  }
}
