/** The log: fields hold ids, counts and codes only, never interview text, file names or tokens. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
