import { can } from "@workspace/common/permissions";
import { useState } from "preact/hooks";
import { navigate } from "../router/router.js";
import { ConfirmDialog } from "../ui/confirm-dialog.js";
import { Dialog } from "../ui/dialog.js";
import { Field, FormError } from "../ui/field.js";
import { Icon } from "../ui/icon.js";
import { showToast } from "../ui/toasts.js";
import { useSubmission } from "../ui/use-submission.js";
import type { OpenProject } from "./open-project.js";
import { useRole } from "./use-room-value.js";

interface ProjectSettingsProps {
  project: OpenProject;
  onClose: () => void;
}

/** Name and description, and the end of the project for its owner. */
export function ProjectSettings({ project, onClose }: ProjectSettingsProps) {
  const { room, workspace } = project;
  const role = useRole(room);
  const [name, setName] = useState(room.project.name);
  const [description, setDescription] = useState(room.project.description);
  const [isDeleting, setDeleting] = useState(false);

  const { onSubmit, isBusy, errors, message } = useSubmission(async () => {
    await room.update({ name, description });
    onClose();
  });

  if (isDeleting)
    return (
      <ConfirmDialog
        title="Delete the project?"
        message={`“${room.project.name}” goes with its board, its runs and its activity, for everyone and for good.`}
        action="Delete"
        onConfirm={async () => {
          await workspace.projects.delete(room.projectId);
          showToast("good", "The project is deleted.");
          navigate("/");
        }}
        onClose={onClose}
      />
    );
  return (
    <Dialog title="Project settings" onClose={onClose}>
      <form class="form" onSubmit={onSubmit} noValidate>
        <Field
          label="Name"
          name="name"
          value={name}
          maxLength={200}
          error={errors["name"]}
          onInput={setName}
        />
        <Field
          label="Description"
          name="description"
          value={description}
          maxLength={5000}
          error={errors["description"]}
          onInput={setDescription}
        />
        <FormError message={message} />
        <div class="dialog-actions">
          {can(role, "project:delete") && (
            <button
              type="button"
              class="button quiet danger-text"
              onClick={() => setDeleting(true)}
            >
              <Icon name="trash" />
              Delete
            </button>
          )}
          <span class="grow" />
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button primary" disabled={isBusy || name.trim() === ""}>
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}
