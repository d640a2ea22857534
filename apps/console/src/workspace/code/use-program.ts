import type { Language } from "@workspace/common/contracts/jobs";
import { can } from "@workspace/common/permissions";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { createStore, useStore } from "../../state/store.js";
import { describeFailure } from "../../ui/describe-failure.js";
import { showToast } from "../../ui/toasts.js";
import type { OpenProject } from "../open-project.js";
import { useRole } from "../use-room-value.js";
import { createDrafts } from "./drafts.js";
import { programText } from "./program-text.js";
import { type Watch, type WatchedRun, watchRun } from "./watch-run.js";

const NO_RUN = createStore<WatchedRun | null>(null);

/** The program that is being written, the run that is looked at, and what can be done with both. */
export function useProgram(project: OpenProject) {
  const { room, workspace, runs, user } = project;
  const isAllowed = can(useRole(room), "jobs:submit");
  const drafts = useMemo(() => createDrafts(room.projectId, () => localStorage), [room.projectId]);
  const [language, setLanguage] = useState(drafts.readLanguage);
  const [code, setCode] = useState(() => drafts.read(language));
  /** Ahead of `code` by what was typed since the last drawing. */
  const newestCode = useRef(code);
  /** How often the draft has become another by anything but typing. */
  const [revision, setRevision] = useState(0);
  const [stdin, setStdin] = useState("");
  const [isStarting, setStarting] = useState(false);
  /** A run of the history that was opened; null follows the newest, whoever starts it. */
  const [openedId, setOpened] = useState<string | null>(null);
  const list = useStore(runs.list);
  const shownId = openedId ?? list?.[0]?.id ?? null;
  const watch = useWatch(project, shownId);
  const job = useStore<WatchedRun | null>(watch?.state ?? NO_RUN)?.job ?? null;
  /** Whether the editor shows the program of a run, and not the draft. */
  const isLooking = openedId !== null || !isAllowed;

  useEffect(() => void runs.reload(), [runs]);

  function setDraft(nextCode: string): void {
    newestCode.current = nextCode;
    setCode(nextCode);
  }

  function show(nextLanguage: Language, nextCode: string): void {
    setLanguage(nextLanguage);
    drafts.writeLanguage(nextLanguage);
    setDraft(nextCode);
    setRevision((count) => count + 1);
  }

  return {
    isAllowed,
    isLooking,
    language: isLooking ? (job?.payload.language ?? language) : language,
    source: isLooking ? `run ${job?.id ?? ""}` : `draft ${revision}`,
    code: isLooking ? (job === null ? "" : programText(job.payload)) : code,
    stdin,
    setStdin,
    openedId,
    open: setOpened,
    shownId,
    run: list?.find(({ id }) => id === shownId),
    newest: list?.[0],
    hasLoaded: list !== null,
    watch,
    job,
    canRun: isAllowed && !isLooking && !isStarting && code.trim() !== "",
    choose: (next: Language) => show(next, drafts.read(next)),
    write(next: string) {
      setDraft(next);
      drafts.write(language, next);
    },
    /** Goes on with the program of the run that is looked at. */
    takeOver() {
      if (job === null) return;
      const text = programText(job.payload);
      drafts.write(job.payload.language, text);
      show(job.payload.language, text);
      setStdin(job.payload.stdin ?? "");
      setOpened(null);
    },
    async start() {
      setStarting(true);
      try {
        const input = stdin === "" ? {} : { stdin };
        const program = { language, code: newestCode.current, ...input };
        const receipt = await workspace.jobs.submit(room.projectId, program);
        const { jobId: id, status, createdAt } = receipt;
        const submittedBy = user.id;
        runs.add({ id, status, createdAt, submittedBy, error: null, executionTime: null });
      } catch (error) {
        showToast("bad", `It was not run. ${describeFailure(error)}`);
      } finally {
        setStarting(false);
      }
    },
    async cancel(jobId: string) {
      try {
        await workspace.jobs.cancel(jobId);
      } catch (error) {
        showToast("bad", describeFailure(error));
      }
    },
  };
}

/** What {@link useProgram} gives. */
export type Program = ReturnType<typeof useProgram>;

function useWatch({ room, workspace }: OpenProject, jobId: string | null): Watch | null {
  const [watch, setWatch] = useState<Watch | null>(null);
  useEffect(() => {
    if (jobId === null) {
      setWatch(null);
      return undefined;
    }
    const { get, output } = workspace.jobs;
    const next = watchRun({ room, jobId, readJob: get, readOutput: output });
    setWatch(next);
    return next.close;
  }, [room, workspace, jobId]);
  return watch;
}
