import { AppError } from "@workspace/common/app-error";

/** A project's entity tag: its version. */
export const toEtag = (version: number): string => `"${version}"`;

/**
 * The version that an `If-Match` header asks for, or undefined when any will do. Weak tags are refused
 * since If-Match compares strongly (RFC 9110, 13.1.1).
 *
 * @throws {AppError} VALIDATION_FAILED
 */
export function parseIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === "*") return undefined;
  const match = /^"(\d{1,9})"$/.exec(header.trim());
  if (match === null)
    throw new AppError("VALIDATION_FAILED", 'If-Match: must be one entity tag such as "3", or *');
  return Number(match[1]);
}
