import { languageSchema } from "@workspace/common/contracts/jobs";
import type { LanguageOffer, OfferedLanguage } from "@workspace/common/contracts/languages";

/**
 * Offers with the number of workers that make each: what is the same in everything is one, what differs in
 * anything (version, isolation, limits) stands for itself. By language, what is available first.
 */
export function mergeOffers(offers: readonly LanguageOffer[]): OfferedLanguage[] {
  const merged = new Map<string, OfferedLanguage>();
  for (const offer of offers) {
    const key = JSON.stringify(offer);
    merged.set(key, { ...offer, workers: (merged.get(key)?.workers ?? 0) + 1 });
  }
  return [...merged.values()].toSorted(
    (one, other) =>
      rankOf(one) - rankOf(other) ||
      Number(other.isAvailable) - Number(one.isAvailable) ||
      other.workers - one.workers ||
      describe(one).localeCompare(describe(other)),
  );
}

const describe = ({ version, isolation }: LanguageOffer): string => `${version} ${isolation}`;

const rankOf = ({ name }: LanguageOffer): number => languageSchema.options.indexOf(name);
