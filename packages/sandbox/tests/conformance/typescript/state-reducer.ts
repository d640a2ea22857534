type Item = Readonly<{ id: number; text: string; done: boolean }>;
type State = Readonly<{ items: readonly Item[]; filter: "all" | "open" | "done"; nextId: number }>;
type Action =
  | { type: "add"; text: string }
  | { type: "toggle" | "remove"; id: number }
  | { type: "filter"; filter: State["filter"] }
  | { type: "clear" };
type Listener = (state: State, action: Action) => void;
type Middleware = (next: (action: Action) => void) => (action: Action) => void;

const initial: State = { items: [], filter: "all", nextId: 1 };

function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "add":
      return {
        ...state,
        items: [...state.items, { id: state.nextId, text: action.text, done: false }],
        nextId: state.nextId + 1,
      };
    case "toggle":
      return {
        ...state,
        items: state.items.map((item) =>
          item.id === action.id ? { ...item, done: !item.done } : item,
        ),
      };
    case "remove":
      return { ...state, items: state.items.filter(({ id }) => id !== action.id) };
    case "filter":
      return { ...state, filter: action.filter };
    case "clear":
      return { ...state, items: state.items.filter(({ done }) => !done) };
  }
}

const visible = ({ items, filter }: State): readonly Item[] =>
  filter === "all" ? items : items.filter(({ done }) => done === (filter === "done"));

function createStore(middleware: Middleware[] = []) {
  let state = initial;
  const past: State[] = [];
  const listeners = new Set<Listener>();
  const dispatch = middleware.reduceRight<(action: Action) => void>(
    (next, wrap) => wrap(next),
    (action) => {
      past.push(state);
      state = reduce(state, action);
      listeners.forEach((listener) => listener(state, action));
    },
  );
  return {
    dispatch,
    undo: () => void (state = past.pop() ?? state),
    subscribe: (l: Listener) => listeners.add(l),
    get: () => state,
  };
}

const log: string[] = [];
const store = createStore([(next) => (action) => (log.push(action.type), next(action))]);
store.subscribe((state) =>
  console.log(
    visible(state)
      .map(({ id, text, done }) => `${id}${done ? "x" : "-"}${text}`)
      .join(" | "),
  ),
);
store.dispatch({ type: "add", text: "milk" });
store.dispatch({ type: "add", text: "bread" });
store.dispatch({ type: "toggle", id: 1 });
store.dispatch({ type: "filter", filter: "open" });
store.dispatch({ type: "clear" });
store.undo();
console.log(store.get().items.length, log, initial.items.length);
