import { useEffect, useRef, useState } from "preact/hooks";
import { readNonce } from "../../config.js";
import type { Editor, EditorContent } from "./editor.js";

interface CodeEditorProps extends EditorContent {
  onChange: (code: string) => void;
  onRun: () => void;
}

/** The editor, which is loaded when it is first needed. */
export function CodeEditor({ onChange, onRun, ...content }: CodeEditorProps) {
  const parent = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [hasFailed, setFailed] = useState(false);
  // The editor is made once and calls what is newest.
  const calls = useRef({ onChange, onRun });
  calls.current = { onChange, onRun };

  useEffect(() => {
    let isGone = false;
    let made: Editor | null = null;
    import("./editor.js")
      .then(({ createEditor }) => {
        if (isGone || parent.current === null) return;
        made = createEditor({
          parent: parent.current,
          nonce: readNonce(),
          onChange: (code) => calls.current.onChange(code),
          onRun: () => calls.current.onRun(),
        });
        setEditor(made);
      })
      .catch(() => setFailed(true));
    return () => {
      isGone = true;
      made?.destroy();
    };
  }, []);

  const { language, source, code, isReadOnly } = content;
  useEffect(
    () => editor?.show({ language, source, code, isReadOnly }),
    [editor, language, source, isReadOnly],
  );

  return (
    <div class="editor">
      <div class="editor-host" ref={parent} />
      {editor === null && !hasFailed && (
        <p class="editor-state muted">
          <span class="spinner" /> Loading the editor
        </p>
      )}
      {/* Without it there is still a field to write in. */}
      {hasFailed && (
        <textarea
          class="editor-plain"
          aria-label="Program"
          value={code}
          readOnly={isReadOnly}
          spellcheck={false}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </div>
  );
}
