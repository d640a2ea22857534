import { expect, test } from "vitest";
import { colorOf, initialsOf } from "./person-color.js";

const luminance = (color: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.039_28 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

test("a person has one colour, of several, on which white can be read (WCAG 2.2, 1.4.3)", () => {
  const colors = new Set<string>();
  for (let person = 0; person < 500; person += 1) {
    const color = colorOf(`01890a5d-ac96-774b-bcce-b3020${person}`);
    expect(colorOf(`01890a5d-ac96-774b-bcce-b3020${person}`)).toBe(color);
    expect(1.05 / (luminance(color) + 0.05)).toBeGreaterThanOrEqual(4.5);
    colors.add(color);
  }
  expect(colors.size).toBe(10);
});

test.each([
  ["Ada Lovelace", "AL"],
  ["grace", "G"],
  ["  Ludwig van Beethoven ", "LB"],
  ["😀 smile", "😀S"],
  ["", ""],
])("the initials of %j are %j", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
