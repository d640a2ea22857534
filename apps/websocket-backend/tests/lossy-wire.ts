import type { WorkspaceConnection } from "@workspace/client/connect-workspace";

/**
 * Loses what arrives at a client, below everything that could notice: the connection itself stays.
 *
 * @param isLost is given each message as text
 * @returns ends the losses
 */
export function loseMessages(
  { socket }: WorkspaceConnection,
  isLost: (message: string) => boolean,
): () => void {
  // Private, but the one place that every message of either transport passes on its way in.
  const { decoder } = socket.io as unknown as { decoder: { add(message: unknown): void } };
  const add = decoder.add.bind(decoder);
  decoder.add = (message) => {
    if (typeof message !== "string" || !isLost(message)) add(message);
  };
  return () => {
    decoder.add = add;
  };
}
