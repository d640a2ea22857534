import { type LoginInput, loginSchema } from "@workspace/common/contracts/auth";

/**
 * E-mail address and password of an `Authorization: Basic` header, as browsers send them: UTF-8 in Base64.
 *
 * @returns undefined for any other header, and for what cannot be a login
 */
export function readBasicCredentials(header: string | undefined): LoginInput | undefined {
  const encoded = /^Basic +([\w+/]+={0,2})$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon === -1) return undefined;
  const login = { email: text.slice(0, colon), password: text.slice(colon + 1) };
  return loginSchema.safeParse(login).data;
}
