import { z } from "zod";

const MAX_FILES = 64;
const MAX_NAME_LENGTH = 128;
/** Letters, digits, `_`, `.` and `-`; not hidden, not `..`, nothing that a shell or a URL would read otherwise. */
const SEGMENT = "(?!__proto__(?:/|$))[A-Za-z0-9_][A-Za-z0-9_.-]*";
const NAME = new RegExp(`^${SEGMENT}(?:/${SEGMENT})*$`);

/** One file of a program. */
export const sourceFileSchema = z.object({
  /** Relative path, such as `lib/shapes.ts`. */
  name: z
    .string()
    .max(MAX_NAME_LENGTH, `must have at most ${MAX_NAME_LENGTH} characters`)
    .regex(NAME, "must be a relative path of letters, digits, `_`, `.`, `-` and `/`"),
  content: z.string(),
});
export type SourceFile = z.infer<typeof sourceFileSchema>;

/** The files of a program, the one that it starts with first. No name is twice there, nor a folder of another. */
export const sourceFilesSchema = z
  .array(sourceFileSchema)
  .min(1, "must have at least 1 file")
  .max(MAX_FILES, `must have at most ${MAX_FILES} files`)
  .superRefine((files, context) => {
    const seen = new Set<string>();
    const folders = new Set(files.flatMap(({ name }) => foldersAbove(name)));
    for (const [index, { name, content }] of files.entries()) {
      if (seen.has(name)) refuse(context, [index, "name"], "is the name of another file");
      if (folders.has(name)) refuse(context, [index, "name"], "is a folder of another file");
      if (index === 0 && content === "") refuse(context, [index, "content"], "must not be empty");
      seen.add(name);
    }
  });

function refuse(context: z.RefinementCtx, path: (string | number)[], message: string): void {
  context.addIssue({ code: "custom", path, message });
}

function foldersAbove(name: string): string[] {
  const segments = name.split("/").slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join("/"));
}
