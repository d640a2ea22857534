import { checkAnswer } from "../../apps/http-backend/tests/check-answer.js";

/** What is sent beside method and path. */
export interface Sent {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

/**
 * Calls the REST API as a browser would, as in `sendRequest(url, "GET /projects", { token })`; checks of the answer
 * only that it is one that the API's document has.
 */
export async function sendRequest<Body = never>(
  baseUrl: string,
  route: string,
  { token, body, headers, signal }: Sent = {},
): Promise<Answer<Body>> {
  const [method = "", path = ""] = route.split(" ");
  const response = await fetch(`${baseUrl}/api/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await response.text();
  checkAnswer({
    method,
    target: `/api/v1${path}`,
    status: response.status,
    header: (name) => response.headers.get(name),
    text,
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (text === "" ? null : JSON.parse(text)) as Body,
  };
}
