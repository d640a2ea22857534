import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import type {
  ProjectBody,
  ProjectChanges,
  ProjectDetail,
  ProjectSummary,
} from "@workspace/common/contracts/projects";
import { type Api, at, withQuery } from "./api.js";
import type { CallOptions } from "./http.js";
import {
  createListing,
  type Listing,
  type Page,
  type PageOptions,
  readNextCursor,
} from "./listing.js";

/** Entries of a project's log in one answer: the most that the server gives. */
const EVENTS_PER_PAGE = 500;

/** What one is a member of. */
export interface Projects {
  create(
    input: { name: string; description?: string },
    options?: CallOptions,
  ): Promise<ProjectBody>;
  /** All of them, newest first. */
  list(options?: CallOptions): Listing<ProjectSummary>;
  listPage(options?: PageOptions & CallOptions): Promise<Page<ProjectSummary>>;
  /** @throws {WorkspaceError} NOT_FOUND, FORBIDDEN */
  get(id: string, options?: CallOptions): Promise<ProjectDetail>;
  /**
   * Changes what is named; `content` is merged (RFC 7396).
   *
   * @param options.ifVersion refuses the change when the project is no longer at that version
   * @throws {WorkspaceError} NOT_FOUND, FORBIDDEN, VERSION_CONFLICT, VALIDATION_FAILED, PAYLOAD_TOO_LARGE
   */
  update(
    id: string,
    changes: ProjectChanges,
    options?: { ifVersion?: number } & CallOptions,
  ): Promise<ProjectBody>;
  /** @throws {WorkspaceError} NOT_FOUND, FORBIDDEN */
  delete(id: string, options?: CallOptions): Promise<void>;
  /**
   * The project's log, oldest first. What is kept no longer is left out: the first entry's `seq` shows it.
   *
   * @param options.after the last `seq` that one has; from the beginning without it
   * @throws {WorkspaceError} NOT_FOUND, FORBIDDEN
   */
  events(id: string, options?: { after?: number } & CallOptions): Listing<DomainEvent>;
}

export function createProjects(api: Api): Projects {
  async function listPage({ limit, cursor, ...options }: PageOptions & CallOptions = {}) {
    const path = withQuery("/projects", { limit, cursor });
    const { body, headers } = await api.get<ProjectSummary[]>(path, options);
    return { items: body, next: readNextCursor(headers) };
  }

  return {
    create: (input, options) => api.post("/projects", input, options),
    listPage,
    list: (options) =>
      createListing<ProjectSummary, string>((cursor) => listPage({ ...options, cursor })),
    get: async (id, options) => (await api.get<ProjectDetail>(at`/projects/${id}`, options)).body,
    update: (id, changes, { ifVersion, ...options } = {}) =>
      api.put(at`/projects/${id}`, changes, {
        ...options,
        ...(ifVersion === undefined ? {} : { headers: { "if-match": `"${ifVersion}"` } }),
      }),
    delete: (id, options) => api.delete(at`/projects/${id}`, options),
    events: (id, { after = 0, ...options } = {}) =>
      createListing<DomainEvent, number>(async (seq = after) => {
        const query = { after: seq, limit: EVENTS_PER_PAGE };
        const path = withQuery(at`/projects/${id}/events`, query);
        const { body } = await api.get<DomainEvent[]>(path, options);
        // A page with large entries is not full: the end is where nothing follows.
        return { items: body, next: body.at(-1)?.seq ?? null };
      }),
  };
}
