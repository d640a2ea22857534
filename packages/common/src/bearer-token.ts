/** The token of an `Authorization: Bearer` header (RFC 6750, 2.1); undefined of any other, and without one. */
export const readBearerToken = (authorization: string | undefined): string | undefined =>
  /^Bearer +([^ ]+)$/i.exec(authorization ?? "")?.[1];
