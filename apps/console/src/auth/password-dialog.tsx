import { useState } from "preact/hooks";
import { codeOf } from "../ui/describe-failure.js";
import { Dialog } from "../ui/dialog.js";
import { Field, FormError } from "../ui/field.js";
import { showToast } from "../ui/toasts.js";
import { useSubmission } from "../ui/use-submission.js";
import { useWorkspace } from "../workspace-context.js";

/** Another password; every other session of the account ends with it. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { auth } = useWorkspace();
  const [currentPassword, setCurrent] = useState("");
  const [newPassword, setNew] = useState("");

  const { onSubmit, isBusy, failure, errors, message } = useSubmission(async () => {
    await auth.changePassword({ currentPassword, newPassword });
    showToast("good", "The password is changed. You are signed out everywhere else.");
    onClose();
  });

  const isWrong = codeOf(failure) === "INVALID_CREDENTIALS";
  return (
    <Dialog title="Change password" onClose={onClose}>
      <form class="form" onSubmit={onSubmit} noValidate>
        <Field
          label="Current password"
          name="currentPassword"
          type="password"
          autocomplete="current-password"
          value={currentPassword}
          error={isWrong ? "This is not your password." : errors["currentPassword"]}
          onInput={setCurrent}
        />
        <Field
          label="New password"
          name="newPassword"
          type="password"
          autocomplete="new-password"
          hint="At least 8 characters. You are signed out everywhere else."
          value={newPassword}
          error={errors["newPassword"]}
          onInput={setNew}
        />
        <FormError message={isWrong ? undefined : message} />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button primary" disabled={isBusy}>
            Change
          </button>
        </div>
      </form>
    </Dialog>
  );
}
