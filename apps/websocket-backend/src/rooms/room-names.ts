/** The Socket.io rooms of one project on this gateway. */
export const roomNames = (projectId: string) => ({
  /** Everyone: events and presence. */
  events: `project:${projectId}`,
  /** Who gets `cursor:update`. */
  cursors: `cursors:${projectId}`,
  /** Who gets `cursor:batch`. */
  cursorBatches: `cursor-batches:${projectId}`,
});
