import { randomUUID } from "node:crypto";
import { PASSWORD } from "../../setup/password.js";
import { sendUntilDone } from "./rest.js";

/** Someone with an account and a session. */
interface Person {
  id: string;
  email: string;
  token: string;
}

/** A project, its owner and one member of each other role. */
export interface Team {
  projectId: string;
  owner: Person;
  collaborator: Person;
  viewer: Person;
}

async function signUp(httpUrl: string): Promise<Person> {
  const email = `${randomUUID()}@example.com`;
  const credentials = { email, password: PASSWORD };
  await sendUntilDone(httpUrl, "POST /auth/signup", { body: { ...credentials, name: "Someone" } });
  const { body } = await sendUntilDone<{ data: { token: string; user: { id: string } } }>(
    httpUrl,
    "POST /auth/login",
    { body: credentials },
  );
  return { id: body.data.user.id, email, token: body.data.token };
}

export async function createTeam(httpUrl: string): Promise<Team> {
  const [owner, collaborator, viewer] = await Promise.all([
    signUp(httpUrl),
    signUp(httpUrl),
    signUp(httpUrl),
  ]);
  const { token } = owner;
  const { body } = await sendUntilDone<{ id: string }>(httpUrl, "POST /projects", {
    token,
    body: { name: "Plans" },
    key: randomUUID(),
  });
  for (const [{ email }, role] of [
    [collaborator, "COLLABORATOR"],
    [viewer, "VIEWER"],
  ] as const)
    await sendUntilDone(httpUrl, `POST /projects/${body.id}/collaborators`, {
      token,
      body: { email, role },
      key: randomUUID(),
    });
  return { projectId: body.id, owner, collaborator, viewer };
}
