class MinHeap {
  #items = [];

  get size() {
    return this.#items.length;
  }

  push(priority, value) {
    const items = this.#items;
    items.push({ priority, value });
    let index = items.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (items[parent].priority <= items[index].priority) break;
      [items[parent], items[index]] = [items[index], items[parent]];
      index = parent;
    }
  }

  pop() {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (items.length > 0) {
      items[0] = last;
      let index = 0;
      for (;;) {
        let smallest = index;
        for (const child of [2 * index + 1, 2 * index + 2]) {
          if (child < items.length && items[child].priority < items[smallest].priority) {
            smallest = child;
          }
        }
        if (smallest === index) break;
        [items[smallest], items[index]] = [items[index], items[smallest]];
        index = smallest;
      }
    }
    return top;
  }
}

const roads = [
  ["Amsterdam", "Utrecht", 45],
  ["Amsterdam", "Haarlem", 20],
  ["Haarlem", "Leiden", 35],
  ["Leiden", "Den Haag", 20],
  ["Utrecht", "Den Haag", 65],
  ["Utrecht", "Arnhem", 65],
  ["Den Haag", "Rotterdam", 27],
  ["Utrecht", "Rotterdam", 58],
];

const graph = new Map();
for (const [a, b, distance] of roads) {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ]) {
    if (!graph.has(from)) graph.set(from, []);
    graph.get(from).push([to, distance]);
  }
}

function shortestPaths(start) {
  const best = new Map([[start, { distance: 0, via: null }]]);
  const heap = new MinHeap();
  heap.push(0, start);
  while (heap.size > 0) {
    const { priority, value: city } = heap.pop();
    if (priority > best.get(city).distance) continue;
    for (const [next, length] of graph.get(city)) {
      const distance = priority + length;
      if (distance < (best.get(next)?.distance ?? Infinity)) {
        best.set(next, { distance, via: city });
        heap.push(distance, next);
      }
    }
  }
  return best;
}

const best = shortestPaths("Amsterdam");
for (const [city, { distance }] of [...best].sort((a, b) => a[1].distance - b[1].distance)) {
  const path = [];
  for (let at = city; at !== null; at = best.get(at).via) path.unshift(at);
  console.log(String(distance).padStart(4), path.join(" -> "));
}
