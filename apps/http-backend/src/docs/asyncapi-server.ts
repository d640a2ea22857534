const DESCRIPTION =
  "Any gateway: what happens in a room is told on all of them. Socket.IO's protocol 5, over WebSockets or by polling.";

interface GatewayServer {
  host: string;
  protocol: string;
  protocolVersion: string;
  description: string;
  variables?: object;
  security: object[];
}

/**
 * The gateway as an AsyncAPI server.
 *
 * @param publicWsUrl a URL, or `:port` on the host that the document came from
 */
export function describeServer(publicWsUrl: string): GatewayServer {
  const common = {
    protocolVersion: "Socket.IO 5",
    description: DESCRIPTION,
    security: [{ $ref: "#/components/securitySchemes/token" }],
  };
  if (!publicWsUrl.startsWith(":")) {
    const { host, protocol } = new URL(publicWsUrl);
    return { ...common, host, protocol: /^(?:wss|https):$/.test(protocol) ? "wss" : "ws" };
  }
  return {
    ...common,
    host: `{host}${publicWsUrl}`,
    protocol: "ws",
    variables: { host: { default: "localhost", description: "The host of this document." } },
  };
}
