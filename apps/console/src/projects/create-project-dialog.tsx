import { useState } from "preact/hooks";
import { navigate, projectPath } from "../router/router.js";
import { describeFailure, readFieldErrors } from "../ui/describe-failure.js";
import { Dialog } from "../ui/dialog.js";
import { Field, FormError } from "../ui/field.js";
import { useWorkspace } from "../workspace-context.js";

/** Asks for a name, and goes to the new project. */
export function CreateProjectDialog({ onClose }: { onClose: () => void }) {
  const { projects } = useWorkspace();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      const { id } = await projects.create({ name, description });
      navigate(projectPath(id));
    } catch (cause) {
      setFailure(cause);
      setBusy(false);
    }
  }

  const errors = readFieldErrors(failure);
  return (
    <Dialog title="New project" onClose={onClose}>
      <form class="form" onSubmit={(event) => void submit(event)} noValidate>
        <Field
          label="Name"
          name="name"
          autocomplete="off"
          maxLength={200}
          value={name}
          error={errors["name"]}
          onInput={setName}
        />
        <Field
          label="Description"
          name="description"
          autocomplete="off"
          maxLength={5000}
          hint="Optional."
          value={description}
          error={errors["description"]}
          onInput={setDescription}
        />
        <FormError
          message={
            failure === null || Object.keys(errors).length > 0
              ? undefined
              : describeFailure(failure)
          }
        />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button primary" disabled={isBusy || name.trim() === ""}>
            Create
          </button>
        </div>
      </form>
    </Dialog>
  );
}
