import type {
  ProjectBody,
  ProjectDetail,
  ProjectSummary,
} from "@workspace/common/contracts/projects";
import type { ProjectRow } from "@workspace/database/project-access";
import type { ListedProject, ProjectWithMembers } from "@workspace/database/read-projects";

export function presentProject(project: ProjectRow): ProjectBody {
  return {
    id: project.id,
    name: project.name,
    description: project.description,
    ownerId: project.ownerId,
    content: project.content,
    version: project.version,
    createdAt: project.createdAt.toISOString(),
    updatedAt: project.updatedAt.toISOString(),
  };
}

export function presentProjectDetail(project: ProjectWithMembers): ProjectDetail {
  return {
    ...presentProject(project),
    role: project.role,
    seq: project.seq,
    owner: project.owner,
    collaborators: project.collaborators,
  };
}

export function presentProjectSummary(project: ListedProject): ProjectSummary {
  return {
    id: project.id,
    name: project.name,
    description: project.description,
    role: project.role,
    collaborators: project.collaborators,
    createdAt: project.createdAt.toISOString(),
    updatedAt: project.updatedAt.toISOString(),
  };
}
