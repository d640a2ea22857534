import type { LiveRoom } from "@workspace/client/live-room";
import { useEffect, useState } from "preact/hooks";
import { useRoomStatus } from "./use-room-value.js";

/** After this long without a connection it is called offline. */
const OFFLINE_AFTER_MS = 15_000;

/** Whether what one sees of a room is as of now. */
export type Liveness = "live" | "reconnecting" | "offline";

export function useLiveness(room: LiveRoom): Liveness {
  const status = useRoomStatus(room);
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (status === "live") return undefined;
    const timer = setTimeout(() => setLong(true), OFFLINE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [status]);
  if (status === "live") return "live";
  return isLong ? "offline" : "reconnecting";
}
