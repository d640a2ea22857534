import type { LiveRoom } from "@workspace/client/live-room";
import { useEffect, useState } from "preact/hooks";
import { useRoomStatus } from "./use-room-value.js";

/** After this long without a connection it is called offline. */
const OFFLINE_AFTER_MS = 15_000;

type Liveness = "live" | "reconnecting" | "offline";

const WORDS = {
  live: { text: "Live", tone: "good", told: "Connected" },
  reconnecting: {
    text: "Reconnecting…",
    tone: "warn",
    told: "The connection is lost. Reconnecting. What you change is sent when it is back.",
  },
  offline: {
    text: "Offline",
    tone: "bad",
    told: "Offline. What you change is sent when the connection is back.",
  },
} as const;

/** Whether what one sees is as of now. */
export function ConnectionPill({ room }: { room: LiveRoom }) {
  const liveness = useLiveness(room);
  const [wasLost, setLost] = useState(false);
  useEffect(() => {
    if (liveness !== "live") setLost(true);
  }, [liveness]);
  const { text, tone, told } = WORDS[liveness];
  return (
    <>
      <span class={`badge pill ${tone}`} data-liveness={liveness} title={told}>
        <span class={liveness === "live" ? "dot" : "dot beating"} />
        {text}
      </span>
      <span class="visually-hidden" role="status">
        {wasLost ? told : ""}
      </span>
    </>
  );
}

function useLiveness(room: LiveRoom): Liveness {
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
