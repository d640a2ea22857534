export class NotFound extends Error {
  constructor(id: number) {
    super(`no todo ${id}`);
  }
}
