import type { CallOptions, SendHttp } from "./http.js";
import { newKey } from "./new-key.js";
import type { HttpAnswer } from "./read-answer.js";

/** The verbs of the REST API, each with what makes it safe to repeat. */
export interface Api {
  get<Body>(path: string, options?: CallOptions): Promise<HttpAnswer<Body>>;
  /** Carried out once however often it is tried, by an `Idempotency-Key`. */
  post<Body>(path: string, body: unknown, options?: CallOptions): Promise<Body>;
  /** Tried once: a repetition could undo what others have done since. */
  put<Body>(
    path: string,
    body: unknown,
    options?: CallOptions & { headers?: Record<string, string> },
  ): Promise<Body>;
  delete(path: string, options?: CallOptions): Promise<void>;
}

export function createApi(send: SendHttp): Api {
  return {
    get: (path, options) => send({ method: "GET", path, isRepeatable: true, ...options }),
    async post<Body>(path: string, body: unknown, options?: CallOptions) {
      const headers = { "idempotency-key": newKey() };
      const request = { method: "POST", path, body, headers, isRepeatable: true } as const;
      return (await send<Body>({ ...request, ...options })).body;
    },
    async put<Body>(path: string, body: unknown, options?: CallOptions) {
      return (await send<Body>({ method: "PUT", path, body, ...options })).body;
    },
    async delete(path, options) {
      await send({ method: "DELETE", path, ...options });
    },
  };
}

/** A path with ids in it, as in `` at`/projects/${id}` ``: whatever they are, they stay in their place. */
export const at = (texts: TemplateStringsArray, ...ids: string[]): string =>
  texts.reduce((path, text, index) => path + encodeURIComponent(ids[index - 1] ?? "") + text);

/** A path with what is known of its query. */
export function withQuery(
  path: string,
  query: Record<string, string | number | undefined>,
): string {
  const known = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(known.map(([name, value]) => [name, String(value)])).toString();
  return text === "" ? path : `${path}?${text}`;
}
