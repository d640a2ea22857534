import { useState } from "preact/hooks";
import { Link } from "../router/link.js";
import { useTitle } from "../router/use-title.js";
import { codeOf } from "../ui/describe-failure.js";
import { Field, FormError } from "../ui/field.js";
import { useSubmission } from "../ui/use-submission.js";
import { useWorkspace } from "../workspace-context.js";
import { AuthPage } from "./auth-page.js";

/** Makes an account, and signs in with it. */
export function SignUpPage() {
  useTitle("Create an account");
  const { auth } = useWorkspace();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");

  const { onSubmit, isBusy, failure, errors, message } = useSubmission(async () => {
    await auth.signUp({ name, email, password });
    await auth.logIn({ email, password });
  });

  const emailError =
    codeOf(failure) === "EMAIL_TAKEN"
      ? "There is an account with this address. Sign in instead."
      : errors["email"];
  return (
    <AuthPage
      title="Create an account"
      foot={
        <>
          Have an account? <Link to="/login">Sign in</Link>
        </>
      }
    >
      <form onSubmit={onSubmit} noValidate>
        <Field
          label="Name"
          name="name"
          autocomplete="name"
          maxLength={100}
          isRequired
          value={name}
          error={errors["name"]}
          onInput={setName}
        />
        <Field
          label="E-mail"
          name="email"
          type="email"
          autocomplete="username"
          isRequired
          value={email}
          error={emailError}
          onInput={setEmail}
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autocomplete="new-password"
          hint="At least 8 characters."
          isRequired
          value={password}
          error={errors["password"]}
          onInput={setPassword}
        />
        <FormError message={emailError === undefined ? message : undefined} />
        <button type="submit" class="button primary large" disabled={isBusy}>
          {isBusy ? (
            <span class="spinner" aria-label="Creating the account" role="img" />
          ) : (
            "Create account"
          )}
        </button>
      </form>
    </AuthPage>
  );
}
