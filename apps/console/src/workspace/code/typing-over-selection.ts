import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/**
 * Takes what is typed over a selection before the browser does: Chromium's own editing of several lines puts styles
 * into the page, which the page's policy refuses and reports.
 */
export const typingOverSelection: Extension = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data: text, inputType } = event;
    const { state } = view;
    const { from, to, empty } = state.selection.main;
    if (inputType !== "insertText" || text === null || empty || view.composing || state.readOnly)
      return false;
    event.preventDefault();
    const insert = () =>
      state.update(state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
    const isHandled = state
      .facet(EditorView.inputHandler)
      .some((handle) => handle(view, from, to, text, insert));
    if (!isHandled) view.dispatch(insert());
    return true;
  },
});
