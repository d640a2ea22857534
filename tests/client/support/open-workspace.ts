import { randomUUID } from "node:crypto";
import {
  createWorkspace,
  type CreateWorkspaceOptions,
  type Workspace,
} from "@workspace/client/workspace";
import { onTestFinished } from "vitest";
import { PASSWORD } from "../../setup/password.js";

/** Where a test's services are. */
type Where = Pick<CreateWorkspaceOptions, "url" | "liveUrl">;

/** A workspace that nobody is logged in to; its live connection ends with the test. */
export function openWorkspace(
  where: Where,
  options: Partial<CreateWorkspaceOptions> = {},
): Workspace {
  const workspace = createWorkspace({ ...where, ...options });
  onTestFinished(() => {
    if (workspace.auth.session !== null) workspace.live().close();
  });
  return workspace;
}

/** The workspace of someone who has just signed up and logged in. */
export async function signUp(
  where: Where,
  options?: Partial<CreateWorkspaceOptions>,
): Promise<{ workspace: Workspace; email: string; userId: string }> {
  const workspace = openWorkspace(where, options);
  const email = `ada-${randomUUID()}@example.com`;
  const { id } = await workspace.auth.signUp({ email, password: PASSWORD, name: "Ada" });
  await workspace.auth.logIn({ email, password: PASSWORD });
  return { workspace, email, userId: id };
}
