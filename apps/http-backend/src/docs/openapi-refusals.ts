import { ERROR_MEANING, ERROR_STATUS, type ErrorCode } from "@workspace/common/contracts/errors";
import { type HttpRoute, refusalsOf } from "@workspace/common/contracts/http-route";
import { describeHeaders } from "./openapi-headers.js";

const REQUEST_ID = "f1f3c5c0-0f0e-4a55-9f62-0d1c52a8f6aa";

/** The refusals of a document. */
export interface Refusals {
  /** Those of a route by status: references to what routes have in common. */
  ofRoute(route: HttpRoute): Record<string, object>;
  /** What has been referred to. */
  responses: Record<string, object>;
}

export function createRefusals(): Refusals {
  const responses: Record<string, object> = {};
  return {
    responses,
    ofRoute(route) {
      const references: Record<string, object> = {};
      for (const [status, codes] of groupByStatus(refusalsOf(route))) {
        const name = [...codes, ...(route.isUnlogged ? ["unlogged"] : [])].join(".");
        responses[name] ??= describeRefusal(status, codes, route.isUnlogged);
        references[status] = { $ref: `#/components/responses/${name}` };
      }
      return references;
    },
  };
}

function groupByStatus(codes: readonly ErrorCode[]): Map<number, ErrorCode[]> {
  const groups = new Map<number, ErrorCode[]>();
  for (const code of codes.toSorted()) {
    const status = ERROR_STATUS[code];
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return groups;
}

function describeRefusal(
  status: number,
  codes: readonly ErrorCode[],
  isUnlogged: boolean | undefined,
): object {
  const examples = codes.map((code) => {
    const message = ERROR_MEANING[code].replaceAll("`", "");
    return [code, { value: { success: false, error: { code, message, requestId: REQUEST_ID } } }];
  });
  return {
    description: codes.map((code) => `\`${code}\`: ${ERROR_MEANING[code]}`).join("\n\n"),
    headers: describeHeaders(headersOf(status, codes), isUnlogged),
    content: {
      "application/json": {
        schema: {
          allOf: [
            { $ref: "#/components/schemas/Error" },
            { properties: { error: { properties: { code: { enum: codes } } } } },
          ],
        },
        examples: Object.fromEntries(examples) as object,
      },
    },
  };
}

function headersOf(
  status: number,
  codes: readonly ErrorCode[],
): Parameters<typeof describeHeaders>[0] {
  if (status === 401) return { "WWW-Authenticate": "always" };
  if (status === 429 || status === 503) return { "Retry-After": "always" };
  // Of several conflicts only this one is over by itself.
  return codes.includes("REQUEST_IN_PROGRESS") ? { "Retry-After": "sometimes" } : {};
}
