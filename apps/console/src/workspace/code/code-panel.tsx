import { useState } from "preact/hooks";
import { EmptyState } from "../../ui/empty-state.js";
import { Icon } from "../../ui/icon.js";
import { Segmented } from "../../ui/segmented.js";
import type { OpenProject } from "../open-project.js";
import { CodeEditor } from "./code-editor.js";
import { HistoryList } from "./history-list.js";
import { LanguageSelect } from "./language-select.js";
import { LookingBar } from "./looking-bar.js";
import { OutputPanel } from "./output-panel.js";
import { RunAnnouncer } from "./run-announcer.js";
import { type Program, useProgram } from "./use-program.js";

const VIEWS = [
  { value: "editor", label: "Editor" },
  { value: "history", label: "History" },
] as const;

/** The editor, the run that is looked at, and all runs before it. */
export function CodePanel({ project }: { project: OpenProject }) {
  const program = useProgram(project);
  const [view, setView] = useState<"editor" | "history">("editor");
  return (
    <div class="code-panel">
      <div class="panel-head">
        <Segmented label="View" value={view} options={VIEWS} onChange={setView} />
        <span class="grow" />
        {!program.isLooking && (
          <>
            <LanguageSelect
              list={project.workspace.languages.list}
              value={program.language}
              isDisabled={view === "history"}
              onChoose={program.choose}
            />
            <button
              type="button"
              class="button primary"
              disabled={!program.canRun}
              title="Run (Ctrl or ⌘ with Enter)"
              onClick={() => {
                setView("editor");
                void program.start();
              }}
            >
              <Icon name="play" size={14} />
              Run
            </button>
          </>
        )}
      </div>
      {view === "history" ? (
        <HistoryList
          runs={project.runs}
          openedId={program.shownId}
          nameOf={project.people.nameOf}
          onOpen={(id) => {
            program.open(id);
            setView("editor");
          }}
        />
      ) : (
        <EditorView project={project} program={program} />
      )}
      <RunAnnouncer run={program.newest} nameOf={project.people.nameOf} />
    </div>
  );
}

function EditorView({ project, program }: { project: OpenProject; program: Program }) {
  const { nameOf } = project.people;
  const { isAllowed, isLooking, job, watch, shownId } = program;
  const start = (): void => {
    if (program.canRun) void program.start();
  };
  return (
    <>
      {!isAllowed && (
        <p class="notice" role="note">
          <Icon name="eye" />
          As a viewer you see what others run. You cannot run programs yourself.
        </p>
      )}
      {isLooking && shownId !== null && <LookingBar program={program} nameOf={nameOf} />}
      {(isAllowed || job !== null) && (
        <CodeEditor
          language={program.language}
          source={program.source}
          code={program.code}
          isReadOnly={isLooking}
          onChange={program.write}
          onRun={start}
        />
      )}
      {!isLooking && <StdinField value={program.stdin} onChange={program.setStdin} />}
      {watch !== null && shownId !== null ? (
        <OutputPanel
          watch={watch}
          run={program.run}
          nameOf={nameOf}
          onCancel={isAllowed ? () => void program.cancel(shownId) : undefined}
        />
      ) : (
        program.hasLoaded && (
          <EmptyState
            icon="play"
            title="Nothing has been run yet"
            text={
              isAllowed
                ? "Run the program, and everyone here sees what it prints."
                : "As soon as somebody runs a program, you see what it prints."
            }
            isPlain
          />
        )
      )}
    </>
  );
}

function StdinField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <details class="stdin">
      <summary>
        Input
        {value !== "" && <span class="badge">{value.length}</span>}
      </summary>
      <textarea
        class="input"
        aria-label="Standard input of the program"
        placeholder="What the program reads from its standard input"
        spellcheck={false}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </details>
  );
}
