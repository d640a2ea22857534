/** What the harness around the interpreter offers it: functions of strings and numbers, nothing else. */
export interface Host {
  /** Writes text to descriptor 1 or 2. */
  write(descriptor: number, text: string): void;
  /** Writes bytes, given as characters below 256. */
  writeBytes(descriptor: number, bytes: string): void;
  /** The next bytes of standard input as characters below 256; empty at its end. */
  read(): string;
  /** Ends the program. */
  exit(code: number): never;
  /** `LINE:COLUMN` as the user wrote it, of a place in what is executed. */
  mapPosition(fileName: string, line: number, column: number): string;
  /** Name of the program's file that a path means; empty when there is none. */
  resolve(specifier: string, importer: string): string;
  /** Compiles one of the program's files to the function of a CommonJS module. */
  compile(fileName: string): ModuleFunction;
}

export type ModuleFunction = (
  this: unknown,
  exports: unknown,
  require: (id: string) => unknown,
  module: unknown,
  fileName: string,
  folder: string,
) => void;
