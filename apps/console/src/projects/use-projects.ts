import type { ProjectSummary } from "@workspace/common/contracts/projects";
import { useEffect, useState } from "preact/hooks";
import { useWorkspace } from "../workspace-context.js";

const PAGE = 60;

interface Listed {
  /** Null while the first page is loaded. */
  readonly projects: readonly ProjectSummary[] | null;
  readonly next: string | null;
  readonly isLoading: boolean;
  readonly failure: unknown;
}

/** One's projects, newest first, page by page. */
export function useProjects() {
  const { projects: api } = useWorkspace();
  const [listed, setListed] = useState<Listed>({
    projects: null,
    next: null,
    isLoading: true,
    failure: null,
  });

  async function loadMore(): Promise<void> {
    const { projects, next } = listed;
    setListed({ projects, next, isLoading: true, failure: null });
    try {
      const page = await api.listPage({ limit: PAGE, ...(next === null ? {} : { cursor: next }) });
      setListed({
        projects: [...(projects ?? []), ...page.items],
        next: page.next,
        isLoading: false,
        failure: null,
      });
    } catch (failure) {
      setListed({ projects, next, isLoading: false, failure });
    }
  }

  useEffect(() => void loadMore(), []);
  const { projects, next, isLoading, failure } = listed;
  return { projects, hasMore: next !== null, isLoading, failure, loadMore };
}
