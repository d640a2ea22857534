/** The Socket.io room of a project on this gateway: everyone who gets its events and its presence. */
export const eventsRoom = (projectId: string): string => `project:${projectId}`;
