/** The page's nonce, which http-backend makes anew for each page. Browsers hide it from attributes. */
export const readNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";

/** Where the gateway is, as http-backend has put into the page: a URL, or `:port` on the host of the page. */
export function readLiveUrl(): string {
  const given =
    document.querySelector<HTMLMetaElement>('meta[name="workspace-live-url"]')?.content ?? ":3001";
  return given.startsWith(":") ? `${location.protocol}//${location.hostname}${given}` : given;
}
