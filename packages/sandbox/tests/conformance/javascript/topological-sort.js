const dependencies = {
  dress: ["shirt", "trousers", "socks"],
  shirt: [],
  trousers: ["underwear"],
  socks: [],
  shoes: ["socks", "trousers"],
  coat: ["dress"],
  underwear: [],
};

function topologicalSort(graph) {
  const state = new Map();
  const order = [];
  const visit = (node, trail) => {
    if (state.get(node) === "done") return;
    if (state.get(node) === "visiting") {
      const cycle = [...trail.slice(trail.indexOf(node)), node];
      throw Object.assign(new Error(`cycle: ${cycle.join(" -> ")}`), { cycle });
    }
    state.set(node, "visiting");
    for (const next of graph[node] ?? []) visit(next, [...trail, node]);
    state.set(node, "done");
    order.push(node);
  };
  Object.keys(graph).forEach((node) => visit(node, []));
  return order;
}

function levels(graph) {
  const remaining = new Map(Object.entries(graph).map(([node, needs]) => [node, new Set(needs)]));
  const result = [];
  while (remaining.size > 0) {
    const ready = [...remaining].filter(([, needs]) => needs.size === 0).map(([node]) => node);
    ready.forEach((node) => remaining.delete(node));
    for (const needs of remaining.values()) ready.forEach((node) => needs.delete(node));
    result.push(ready.sort());
  }
  return result;
}

console.log(topologicalSort(dependencies).join(", "));
console.log(levels(dependencies));
try {
  topologicalSort({ ...dependencies, underwear: ["coat"] });
} catch ({ message, cycle }) {
  console.log(message, cycle.length);
}
