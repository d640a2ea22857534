import type { Todo } from "./types";
import { NotFound } from "./errors";

export class TodoService {
  private readonly todos = new Map<number, Todo>();
  add(text: string): Todo {
    const todo: Todo = { id: this.todos.size + 1, text, done: false };
    this.todos.set(todo.id, todo);
    return todo;
  }
  complete(id: number): Todo {
    const todo = this.todos.get(id);
    if (todo === undefined) throw new NotFound(id);
    todo.done = true;
    return todo;
  }
  list(): Iterable<Readonly<Todo>> {
    return this.todos.values();
  }
}
