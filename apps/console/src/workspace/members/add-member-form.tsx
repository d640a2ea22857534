import type { GrantableRole } from "@workspace/common/contracts/projects";
import { useState } from "preact/hooks";
import { codeOf } from "../../ui/describe-failure.js";
import { Field, FormError } from "../../ui/field.js";
import { Icon } from "../../ui/icon.js";
import { useSubmission } from "../../ui/use-submission.js";
import { GRANTABLE_ROLES, ROLE_NAMES, toGrantableRole } from "./role-name.js";

interface AddMemberFormProps {
  onAdd: (member: { email: string; role: GrantableRole }) => Promise<void>;
}

/** Lets the owner bring somebody in who has an account. */
export function AddMemberForm({ onAdd }: AddMemberFormProps) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<GrantableRole>("COLLABORATOR");
  const { onSubmit, isBusy, failure, errors, message } = useSubmission(async () => {
    await onAdd({ email, role });
    setEmail("");
  });

  const emailError = errors["email"] ?? describeMissing(failure);
  return (
    <form class="add-member" onSubmit={onSubmit} noValidate>
      <Field
        label="Add somebody"
        name="email"
        type="email"
        autocomplete="off"
        placeholder="name@example.com"
        value={email}
        error={emailError}
        onInput={setEmail}
      />
      <div class="add-member-row">
        <select
          class="select"
          aria-label="Role"
          value={role}
          onChange={(event) => setRole(toGrantableRole(event.currentTarget.value))}
        >
          {GRANTABLE_ROLES.map((name) => (
            <option key={name} value={name}>
              {ROLE_NAMES[name]}
            </option>
          ))}
        </select>
        <button type="submit" class="button primary" disabled={isBusy || email.trim() === ""}>
          <Icon name="plus" />
          Add
        </button>
      </div>
      <FormError message={emailError === undefined ? message : undefined} />
    </form>
  );
}

function describeMissing(failure: unknown): string | undefined {
  switch (codeOf(failure)) {
    case "NOT_FOUND":
      return "Nobody has an account with this address. Ask them to sign up first.";
    case "COLLABORATOR_EXISTS":
      return "This person is a member already.";
    default:
      return undefined;
  }
}
