import type { Language } from "@workspace/common/contracts/jobs";
import type { OfferedLanguage } from "@workspace/common/contracts/languages";
import { LANGUAGE_NAMES } from "./samples.js";
import { useLanguages } from "./use-languages.js";

interface LanguageSelectProps {
  list: () => Promise<readonly OfferedLanguage[]>;
  value: Language;
  isDisabled: boolean;
  onChoose: (language: Language) => void;
}

/** Which language the program is in. One that no worker has can be chosen, and says so. */
export function LanguageSelect({ list, value, isDisabled, onChoose }: LanguageSelectProps) {
  const choices = useLanguages(list);
  const chosen = choices.find(({ name }) => name === value);
  return (
    <select
      class="select"
      aria-label="Language"
      title={chosen?.reason ?? chosen?.version ?? undefined}
      value={value}
      disabled={isDisabled}
      onChange={({ currentTarget }) => {
        const next = choices.find(({ name }) => name === currentTarget.value);
        if (next !== undefined) onChoose(next.name);
      }}
    >
      {choices.map(({ name, isAvailable }) => (
        <option key={name} value={name}>
          {LANGUAGE_NAMES[name]}
          {isAvailable ? "" : " (not available)"}
        </option>
      ))}
    </select>
  );
}
