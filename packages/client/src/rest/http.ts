import { clientError, WorkspaceError } from "../workspace-error.js";
import { type HttpAnswer, readAnswer } from "./read-answer.js";
import { retryWaitMs } from "./retry.js";
import { sleep } from "./sleep.js";

/** What every call to the REST API can be given. */
export interface CallOptions {
  /** Gives the call up, with the signal's reason: what was sent may have taken effect. */
  signal?: AbortSignal | undefined;
  /** Longest wait for the answer, or for each where the call is repeated; else that of the workspace. */
  timeoutMs?: number | undefined;
}

/** One request to the REST API. */
export interface HttpRequest extends CallOptions {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/api/v1`, with its query. */
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  token?: string;
  /** Makes no difference when it is carried out twice: it is tried again where that may help. */
  isRepeatable?: boolean;
}

/** @throws {WorkspaceError} the server's refusal, CONNECTION_LOST, TIMED_OUT, UNEXPECTED_ANSWER, UNAVAILABLE */
export type SendHttp = <Body>(request: HttpRequest) => Promise<HttpAnswer<Body>>;

interface HttpDeps {
  /** Origin of the REST API. */
  url: string;
  requestTimeoutMs: number;
}

export function createHttp({ url, requestTimeoutMs }: HttpDeps): SendHttp {
  const base = `${url.replace(/\/+$/, "")}/api/v1`;

  async function trySend<Body>(request: HttpRequest): Promise<HttpAnswer<Body>> {
    const { method, path, signal, timeoutMs = requestTimeoutMs } = request;
    const sent = { method, headers: toHeaders(request), body: toText(request.body) };
    signal?.throwIfAborted();
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    signal?.addEventListener("abort", abort);
    const timer = setTimeout(abort, timeoutMs);
    try {
      const response = await fetch(base + path, { ...sent, signal: controller.signal });
      // Within the time too: it may be the body that does not come.
      const text = await response.text();
      return readAnswer<Body>(response, text);
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof WorkspaceError) throw cause;
      const call = `${method} ${path.split("?")[0]}`;
      throw controller.signal.aborted
        ? clientError("TIMED_OUT", `${call} was not answered in time`, { cause })
        : clientError("CONNECTION_LOST", `There was no answer to ${call}`, { cause });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  return async (request) => {
    for (let failures = 1; ; failures += 1)
      try {
        return await trySend(request);
      } catch (error) {
        const waitMs = request.isRepeatable ? retryWaitMs(error, failures, Math.random()) : null;
        if (waitMs === null) throw error;
        await sleep(waitMs, request.signal);
      }
  };
}

function toHeaders({ headers, token, body }: HttpRequest): Record<string, string> {
  return {
    ...headers,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
}

const toText = (body: unknown): string | null => (body === undefined ? null : JSON.stringify(body));
