import type { OfferedLanguage } from "@workspace/common/contracts/languages";
import type { Api } from "./api.js";
import type { CallOptions } from "./http.js";

export interface Languages {
  /** What the running workers can run; empty when there is none. */
  list(options?: CallOptions): Promise<OfferedLanguage[]>;
}

export function createLanguages(api: Api): Languages {
  return {
    list: async (options) => (await api.get<OfferedLanguage[]>("/languages", options)).body,
  };
}
