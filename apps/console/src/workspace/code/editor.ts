import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { Compartment, EditorState, type Extension, Prec } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Language } from "@workspace/common/contracts/jobs";
import { typingOverSelection } from "./typing-over-selection.js";

/** Colours come from styles/code.css, and so follow the theme. */
const HIGHLIGHTS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword], class: "tok-keyword" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], class: "tok-string" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], class: "tok-number" },
  { tag: [tags.comment], class: "tok-comment" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], class: "tok-call" },
  { tag: [tags.typeName, tags.className, tags.namespace], class: "tok-type" },
  { tag: [tags.propertyName, tags.attributeName], class: "tok-property" },
]);

const LANGUAGES: Readonly<Record<Language, () => Extension>> = {
  javascript: () => javascript(),
  typescript: () => javascript({ typescript: true }),
  python: () => [python(), indentUnit.of("    ")],
};

interface EditorOptions {
  parent: HTMLElement;
  /** Of the style elements that CodeMirror makes, without which the page's policy refuses them. */
  nonce: string;
  onChange: (code: string) => void;
  /** Ctrl or Command with Enter. */
  onRun: () => void;
}

/** What an editor shows. */
export interface EditorContent {
  language: Language;
  /**
   * What `code` is of. While it is the same, the text is the editor's own: what was typed since the page was drawn would
   * else be lost.
   */
  source: string;
  code: string;
  isReadOnly: boolean;
}

/** A CodeMirror in an element of the page. */
export interface Editor {
  /** Shows something else. */
  show(content: EditorContent): void;
  destroy(): void;
}

export function createEditor({ parent, nonce, onChange, onRun }: EditorOptions): Editor {
  const language = new Compartment();
  const readOnly = new Compartment();
  let isShowing = false;
  let shownSource: string | null = null;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      extensions: [
        EditorView.cspNonce.of(nonce),
        Prec.highest(
          keymap.of([{ key: "Mod-Enter", run: () => (onRun(), true), preventDefault: true }]),
        ),
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        typingOverSelection,
        syntaxHighlighting(HIGHLIGHTS),
        placeholder("Write a program"),
        EditorState.tabSize.of(4),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": "Program. Tab indents; press Escape, then Tab, to leave.",
        }),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !isShowing) onChange(update.state.doc.toString());
        }),
        language.of([]),
        readOnly.of([]),
      ],
    }),
  });
  return {
    show(content) {
      const isSame = shownSource === content.source;
      shownSource = content.source;
      isShowing = true;
      view.dispatch({
        effects: [
          language.reconfigure(LANGUAGES[content.language]()),
          readOnly.reconfigure([
            EditorState.readOnly.of(content.isReadOnly),
            EditorView.editable.of(!content.isReadOnly),
            // Not editable, it still scrolls, and so must take the focus.
            content.isReadOnly ? EditorView.contentAttributes.of({ tabindex: "0" }) : [],
          ]),
        ],
        ...(isSame
          ? {}
          : { changes: { from: 0, to: view.state.doc.length, insert: content.code } }),
      });
      isShowing = false;
    },
    destroy: () => view.destroy(),
  };
}
