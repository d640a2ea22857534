import type { Language } from "@workspace/common/contracts/jobs";
import { SAMPLES } from "./samples.js";

const MAX_DRAFT_CHARS = 200_000;

/** What somebody is writing, by project and language, so that it is there again after a reload. */
interface Drafts {
  read(language: Language): string;
  write(language: Language, code: string): void;
  readLanguage(): Language;
  writeLanguage(language: Language): void;
}

/** Kept in this browser. Where storage is closed or full, only for as long as the page is open. */
export function createDrafts(projectId: string, storage: () => Storage) {
  const unsaved = new Map<string, string>();
  const keyOf = (name: string): string => `workspace.draft.${projectId}.${name}`;

  function read(name: string): string | null {
    const key = keyOf(name);
    try {
      return unsaved.get(key) ?? storage().getItem(key);
    } catch {
      return unsaved.get(key) ?? null;
    }
  }

  function write(name: string, value: string): void {
    unsaved.set(keyOf(name), value);
    if (value.length > MAX_DRAFT_CHARS) return;
    try {
      storage().setItem(keyOf(name), value);
    } catch {
      // It is in `unsaved`.
    }
  }

  return {
    read: (language) => read(language) ?? SAMPLES[language],
    write,
    readLanguage: () => toLanguage(read("language")) ?? "javascript",
    writeLanguage: (language) => write("language", language),
  } satisfies Drafts as Drafts;
}

const toLanguage = (name: string | null): Language | undefined =>
  (Object.keys(SAMPLES) as Language[]).find((language) => language === name);
