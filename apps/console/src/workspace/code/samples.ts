import type { Language } from "@workspace/common/contracts/jobs";

/** How languages are called by people. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  javascript: "JavaScript",
  typescript: "TypeScript",
  python: "Python",
};

/** What stands in the editor at first: something that prints as it goes. */
export const SAMPLES: Readonly<Record<Language, string>> = {
  javascript: `const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

for (let step = 3; step > 0; step -= 1) {
  console.log(step);
  await pause(400);
}
console.log("lift-off");
`,
  typescript: `interface Point {
  x: number;
  y: number;
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

console.log(distance({ x: 0, y: 0 }, { x: 3, y: 4 }));
`,
  python: `import time

for step in range(3, 0, -1):
    print(step, flush=True)
    time.sleep(0.4)
print("lift-off")
`,
};
