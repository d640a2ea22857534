import axe from "axe-core";
import type { Page } from "playwright-core";

/** What people with disabilities could not use on a page as it is now, as axe finds it: `[]` when there is nothing. */
export async function findBarriers(page: Page): Promise<string[]> {
  // Through the debugger, which the page's policy does not hold.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: axeOfPage } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await axeOfPage.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.flatMap(({ id, impact, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${impact} ${id} ${target.join(" ")}: ${failureSummary}`,
      ),
    );
  });
}
