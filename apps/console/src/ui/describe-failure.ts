import { WorkspaceError } from "@workspace/client/workspace-error";

/** What people read instead of the server's words, where these are not for them. */
const MESSAGES: Readonly<Record<string, string>> = {
  NOT_CONNECTED: "The server cannot be reached right now. Try again in a moment.",
  CONNECTION_LOST: "The connection to the server broke. Try again in a moment.",
  TIMED_OUT: "The server took too long to answer. Try again in a moment.",
  UNAVAILABLE: "The server cannot do this right now. Try again in a moment.",
  UNEXPECTED_ANSWER: "What answers is not the server. Try again in a moment.",
  FORBIDDEN: "You may not do this in this project.",
  RATE_LIMITED: "Too many attempts. Wait a minute, then try again.",
  PAYLOAD_TOO_LARGE: "This is more than the server takes.",
  INTERNAL: "Something went wrong on the server. Try again in a moment.",
};

/** Any failure of a request as a sentence for people. */
export function describeFailure(cause: unknown): string {
  if (!(cause instanceof WorkspaceError)) return "Something went wrong. Try again in a moment.";
  const { code, details = [], message } = cause;
  const known = MESSAGES[code];
  if (known !== undefined) return known;
  return details.length > 0
    ? details.map(({ path, message }) => `${path} ${message}`).join("; ")
    : `${message.replace(/\.$/, "")}.`;
}

/** What is wrong with each field of a form, by its name; empty for other failures. */
export function readFieldErrors(cause: unknown): Readonly<Record<string, string>> {
  if (!(cause instanceof WorkspaceError)) return {};
  return Object.fromEntries(
    (cause.details ?? []).map(({ path, message }) => [
      path,
      `${message.charAt(0).toUpperCase()}${message.slice(1)}`,
    ]),
  );
}

/** The stable code of a refusal; null for anything else. */
export const codeOf = (cause: unknown): string | null =>
  cause instanceof WorkspaceError ? cause.code : null;
