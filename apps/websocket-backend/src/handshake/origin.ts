/** Whether a page of this origin may connect. Clients that are not browsers send none. */
export function isOriginAllowed(origin: string | undefined, allowed: "*" | string[]): boolean {
  return allowed === "*" || origin === undefined || allowed.includes(origin);
}
