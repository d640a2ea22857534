import { useState } from "preact/hooks";
import { Link } from "../router/link.js";
import { useTitle } from "../router/use-title.js";
import { describeFailure } from "../ui/describe-failure.js";
import { Field, FormError } from "../ui/field.js";
import { useSubmission } from "../ui/use-submission.js";
import { useWorkspace } from "../workspace-context.js";
import { AuthPage } from "./auth-page.js";

interface LogInPageProps {
  /** Why one is here though one was in before. */
  notice: string | null;
}

export function LogInPage({ notice }: LogInPageProps) {
  useTitle("Sign in");
  const { auth } = useWorkspace();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { onSubmit, isBusy, failure } = useSubmission(async () => {
    await auth.logIn({ email, password });
  });

  return (
    <AuthPage
      title="Sign in"
      foot={
        <>
          New here? <Link to="/signup">Create an account</Link>
        </>
      }
    >
      {notice !== null && (
        <p class="notice info" role="status">
          {notice}
        </p>
      )}
      <form onSubmit={onSubmit}>
        <Field
          label="E-mail"
          name="email"
          type="email"
          autocomplete="username"
          isRequired
          value={email}
          onInput={setEmail}
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autocomplete="current-password"
          isRequired
          value={password}
          onInput={setPassword}
        />
        <FormError message={failure === null ? undefined : describeFailure(failure)} />
        <button type="submit" class="button primary large" disabled={isBusy}>
          {isBusy ? <span class="spinner" aria-label="Signing in" role="img" /> : "Sign in"}
        </button>
      </form>
    </AuthPage>
  );
}
