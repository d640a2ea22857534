interface Broken {
  name: string;
}
const items: Broken[] = [{ name: "a" };
console.log(items);
