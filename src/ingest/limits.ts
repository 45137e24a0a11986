/** What one file may cost; every value is a guard against a file made to harm, far above an honest interview. */
export interface IngestLimits {
  readonly fileMegabytes: number;
  readonly unzippedMegabytes: number;
  readonly archiveEntries: number;
  readonly archiveRatio: number;
  readonly tableRows: number;
  readonly pdfPages: number;
  readonly pictureMegapixels: number;
  readonly workerMegabytes: number;
  readonly workerMilliseconds: number;
  readonly waitingFiles: number;
}

export const INGEST_LIMITS: IngestLimits = {
  /** MB of one uploaded file. An interview of an hour is 0.1 MB as text, 5 MB as a pdf with pictures. */
  fileMegabytes: 25,
  /** MB in all after unzipping a docx, xlsx or archive. A parser needs about ten times this while it works. */
  unzippedMegabytes: 100,
  /** Files in one archive. A year's leavers of a large house; more is no upload but an attack or a mistake. */
  archiveEntries: 1_000,
  /** Unzipped size over zipped size of an archive. Text packs to a tenth, a zip bomb to a thousandth. */
  archiveRatio: 200,
  /** Rows of one table. The largest survey tried has 1,470; each row becomes an interview. */
  tableRows: 20_000,
  /** Pages of one pdf. A bound volume of 100 interviews has about 600. */
  pdfPages: 1_000,
  /** Million pixels of one picture, declared, before it is decoded at 4 bytes each. An A4 scan at 600 dpi has 35. */
  pictureMegapixels: 40,
  /** MB of JavaScript heap of the parsing thread. A pdf of 600 pages and a sheet of 15,000 rows stay under 300. */
  workerMegabytes: 512,
  /** Milliseconds one file may take. A pdf of 600 pages needs 5 s on two busy cores. */
  workerMilliseconds: 60_000,
  /** Files waiting for the parsing thread. Their bytes are held in memory meanwhile. */
  waitingFiles: 500,
};

/** Bytes of a megabyte as people count file sizes. */
export const MEGABYTE = 1_000_000;
