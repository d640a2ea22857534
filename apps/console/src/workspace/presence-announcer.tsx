import type { LiveRoom } from "@workspace/client/live-room";
import { useEffect, useState } from "preact/hooks";

/** Tells screen readers who comes and who leaves. */
export function PresenceAnnouncer({ room }: { room: LiveRoom }) {
  const [words, setWords] = useState("");
  useEffect(() => {
    const subscriptions = [
      room.on("joined", ({ name }) => setWords(`${name} came in`)),
      room.on("left", ({ name }) => setWords(`${name} left`)),
    ];
    return () => {
      for (const unsubscribe of subscriptions) unsubscribe();
    };
  }, [room]);
  return (
    <p class="visually-hidden" role="status">
      {words}
    </p>
  );
}
