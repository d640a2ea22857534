import { createHash } from "node:crypto";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Runs the files of a project one after the other, in the order that the seed gives: a process that files share is kept
 * only while the next file in line is of the same project. Files with a process of their own come first, being the
 * longest: at the end of a run short ones keep all cores at work.
 */
export class ProjectSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { seed } = this.ctx.config.sequence;
    const places = new Map(
      files.map((file) => {
        const { config, name } = file.project;
        const hash = createHash("sha256").update(`${seed} ${file.moduleId}`).digest("hex");
        return [file, `${config.isolate ? 0 : 1} ${name} ${hash}`];
      }),
    );
    const placeOf = (file: TestSpecification): string => places.get(file) ?? "";
    return [...files].sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
  }
}
