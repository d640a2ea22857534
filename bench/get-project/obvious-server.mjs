// The peer: what most would write first for `GET /projects/:id` with Express and Prisma. It checks the
// token and the membership, and answers the same body; it has no sessions, no logs and no rate limits.
import { createDatabase } from "@workspace/database/database";
import express from "express";
import jwt from "jsonwebtoken";

const { DATABASE_URL, JWT_SECRET } = process.env;
const { prisma } = createDatabase({
  url: DATABASE_URL,
  poolSize: 10,
  applicationName: "obvious",
  onError: () => {},
});

const app = express();
app.use(express.json());
app.get("/api/v1/projects/:id", async (request, response) => {
  const token = (request.get("authorization") ?? "").replace(/^Bearer /, "");
  const { sub } = jwt.verify(token, JWT_SECRET, { algorithms: ["HS256"] });
  const project = await prisma.project.findUnique({
    where: { id: request.params.id },
    include: { owner: true, collaborators: { include: { user: true } } },
  });
  if (project === null) return response.status(404).json({ error: "not found" });
  const role =
    project.ownerId === sub
      ? "OWNER"
      : project.collaborators.find((collaborator) => collaborator.userId === sub)?.role;
  if (role === undefined) return response.status(403).json({ error: "forbidden" });
  return response.json({
    ...project,
    role,
    owner: { id: project.owner.id, name: project.owner.name },
    collaborators: project.collaborators.map(({ user, role: theirs }) => ({
      user: { id: user.id, email: user.email, name: user.name },
      role: theirs,
    })),
  });
});
const server = app.listen(Number(process.env.PORT), () => process.send?.("listening"));
process.on("disconnect", () => server.close(() => process.exit(0)));
