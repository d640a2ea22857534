const people = [
  { name: "Dave", age: 30, city: "Rome" },
  { name: "anna", age: 25, city: "Paris" },
  { name: "Bob", age: 30, city: "Paris" },
  { name: "Élodie", age: 25, city: "Rome" },
  { name: "carl", age: 41, city: "Oslo" },
];
const by =
  (...keys) =>
  (a, b) => {
    for (const key of keys) {
      const [field, direction] = key.startsWith("-") ? [key.slice(1), -1] : [key, 1];
      const order =
        typeof a[field] === "string" ? a[field].localeCompare(b[field]) : a[field] - b[field];
      if (order !== 0) return order * direction;
    }
    return 0;
  };
const names = (list) => list.map(({ name }) => name).join(" ");
console.log(names([...people].sort(by("age"))));
console.log(names(people.toSorted(by("-age", "city", "name"))));
console.log(names(people.sort(by("name"))));
console.log(
  [10, 9, 1, -1, undefined, , "b"].sort(),
  [3, 1, 2].sort((a, b) => b - a),
);
console.log(
  ["b", "a", "C", "é", "z"].sort(),
  ["b", "a", "C", "é", "z"].sort((a, b) => a.localeCompare(b)),
);

const many = Array.from({ length: 1000 }, (_, index) => ({ key: (index * 7919) % 10, index }));
const sorted = many.toSorted((a, b) => a.key - b.key);
console.log(
  sorted.every(
    (item, i) => i === 0 || sorted[i - 1].key < item.key || sorted[i - 1].index < item.index,
  ),
);

function quickSort(list) {
  if (list.length < 2) return list;
  const [pivot, ...rest] = list;
  return [
    ...quickSort(rest.filter((n) => n < pivot)),
    pivot,
    ...quickSort(rest.filter((n) => n >= pivot)),
  ];
}
function mergeSort(list) {
  if (list.length < 2) return list;
  const middle = list.length >> 1;
  const [left, right] = [mergeSort(list.slice(0, middle)), mergeSort(list.slice(middle))];
  const merged = [];
  while (left.length && right.length)
    merged.push(left[0] <= right[0] ? left.shift() : right.shift());
  return [...merged, ...left, ...right];
}
let seed = 42;
const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648);
const numbers = Array.from({ length: 200 }, () => random() % 1000);
const expected = [...numbers].sort((a, b) => a - b).join();
console.log(
  quickSort(numbers).join() === expected,
  mergeSort(numbers).join() === expected,
  expected.slice(0, 20),
);
const grouped = people.reduce(
  (groups, person) => ({ ...groups, [person.city]: [...(groups[person.city] ?? []), person.name] }),
  {},
);
console.log(grouped);
