import { useState } from "preact/hooks";
import { navigate, projectPath } from "../router/router.js";
import { Dialog } from "../ui/dialog.js";
import { Field, FormError } from "../ui/field.js";
import { useSubmission } from "../ui/use-submission.js";
import { useWorkspace } from "../workspace-context.js";

/** Asks for a name, and goes to the new project. */
export function CreateProjectDialog({ onClose }: { onClose: () => void }) {
  const { projects } = useWorkspace();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");

  const { onSubmit, isBusy, errors, message } = useSubmission(async () => {
    const { id } = await projects.create({ name, description });
    navigate(projectPath(id));
  });

  return (
    <Dialog title="New project" onClose={onClose}>
      <form class="form" onSubmit={onSubmit} noValidate>
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
        <FormError message={message} />
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
