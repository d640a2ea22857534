import type { GrantableRole } from "@workspace/common/contracts/projects";
import { useState } from "preact/hooks";
import { codeOf, describeFailure, readFieldErrors } from "../../ui/describe-failure.js";
import { Field, FormError } from "../../ui/field.js";
import { Icon } from "../../ui/icon.js";
import { GRANTABLE_ROLES, ROLE_NAMES, toGrantableRole } from "./role-name.js";

interface AddMemberFormProps {
  onAdd: (member: { email: string; role: GrantableRole }) => Promise<void>;
}

/** Lets the owner bring somebody in who has an account. */
export function AddMemberForm({ onAdd }: AddMemberFormProps) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<GrantableRole>("COLLABORATOR");
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setFailure(null);
    try {
      await onAdd({ email, role });
      setEmail("");
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  const emailError = readFieldErrors(failure)["email"] ?? describeMissing(failure);
  return (
    <form class="add-member" onSubmit={(event) => void submit(event)} noValidate>
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
      <FormError
        message={
          failure === null || emailError !== undefined ? undefined : describeFailure(failure)
        }
      />
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
