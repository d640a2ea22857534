import { useId } from "preact/hooks";
import { Icon } from "./icon.js";

interface FieldProps {
  label: string;
  name: string;
  value: string;
  onInput: (value: string) => void;
  type?: "text" | "email" | "password";
  autocomplete?: string;
  placeholder?: string;
  maxLength?: number;
  isRequired?: boolean;
  hint?: string;
  error?: string | undefined;
}

/** An input with its label, a hint, and what is wrong with it. */
export function Field(props: FieldProps) {
  const { label, hint, error, onInput, type = "text", isRequired = false, ...input } = props;
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...input}
        id={id}
        // Preact has a type for each kind of input, and none for several.
        type={type as "text"}
        class="input"
        required={isRequired}
        aria-invalid={error === undefined ? undefined : "true"}
        aria-describedby={note === undefined ? undefined : noteId}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {note !== undefined && (
        <p class={error === undefined ? "hint" : "field-error"} id={noteId}>
          {note}
        </p>
      )}
    </div>
  );
}

/** What has kept a form from being done. */
export function FormError({ message }: { message: string | undefined }) {
  return (
    <div role="alert">
      {message !== undefined && (
        <p class="notice bad">
          <Icon name="alert" />
          <span>{message}</span>
        </p>
      )}
    </div>
  );
}
