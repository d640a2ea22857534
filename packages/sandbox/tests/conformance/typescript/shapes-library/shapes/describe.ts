import type { Shape } from ".";

export function describe(shape: Shape): string {
  return `${shape.name} of ${shape.area().toFixed(1)}`;
}
