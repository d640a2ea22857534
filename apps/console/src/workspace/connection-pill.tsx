import type { LiveRoom } from "@workspace/client/live-room";
import { useEffect, useState } from "preact/hooks";
import { type Liveness, useLiveness } from "./use-liveness.js";

const WORDS: Readonly<Record<Liveness, { text: string; tone: string; told: string }>> = {
  live: { text: "Live", tone: "good", told: "Connected" },
  reconnecting: { text: "Reconnecting…", tone: "warn", told: "The connection is lost." },
  offline: { text: "Offline", tone: "bad", told: "Still without a connection." },
};

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
