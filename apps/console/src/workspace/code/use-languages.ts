import type { Language } from "@workspace/common/contracts/jobs";
import type { OfferedLanguage } from "@workspace/common/contracts/languages";
import { useEffect, useState } from "preact/hooks";

/** What the workers can run; a language that no worker offers is there with the reason. */
export interface LanguageChoice {
  readonly name: Language;
  readonly version: string | null;
  readonly isAvailable: boolean;
  readonly reason: string | null;
}

const NAMES: readonly Language[] = ["javascript", "typescript", "python"];

/** Asks once. Until there is an answer, and where there is none, every language may be tried. */
export function useLanguages(
  list: () => Promise<readonly OfferedLanguage[]>,
): readonly LanguageChoice[] {
  const [offers, setOffers] = useState<readonly OfferedLanguage[] | null>(null);
  useEffect(() => {
    let isGone = false;
    list()
      .then((answer) => {
        if (!isGone) setOffers(answer);
      })
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [list]);
  return NAMES.map((name) => toChoice(name, offers));
}

function toChoice(name: Language, offers: readonly OfferedLanguage[] | null): LanguageChoice {
  const ofName = offers?.filter((offer) => offer.name === name) ?? [];
  const best = ofName.find(({ isAvailable }) => isAvailable) ?? ofName[0];
  return {
    name,
    version: best?.version ?? null,
    // With no worker running at all the list is empty; a job then waits for one.
    isAvailable: best?.isAvailable ?? true,
    reason: best?.reason ?? null,
  };
}
