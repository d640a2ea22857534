type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type HexColor = `#${string}`;
type Css = `${number}${"px" | "em" | "%"}`;

const NUMERALS = [
  ["M", 1000],
  ["CM", 900],
  ["D", 500],
  ["CD", 400],
  ["C", 100],
  ["XC", 90],
  ["L", 50],
  ["XL", 40],
  ["X", 10],
  ["IX", 9],
  ["V", 5],
  ["IV", 4],
  ["I", 1],
] as const satisfies readonly (readonly [string, number])[];
type Symbols = (typeof NUMERALS)[number][0];

function roman(n: number): string {
  let text = "";
  for (const [symbol, value] of NUMERALS)
    for (; n >= value; n -= value) text += symbol satisfies Symbols;
  return text;
}
console.log([3, 14, 944, 2024].map(roman));

const width: Css = "12.5px";
const color: HexColor = "#c0ffee";
const [, r, g, b] = /^#(..)(..)(..)$/.exec(color)!.map((part) => parseInt(part, 16));
console.log(parseFloat(width), [r, g, b]);

function i18n<const K extends readonly string[]>(strings: TemplateStringsArray, ...keys: K) {
  return (values: { [P in K[number]]: string | number }): string =>
    strings.reduce(
      (text, part, i) => text + (i > 0 ? values[keys[i - 1] as K[number]] : "") + part,
      "",
    );
}
const greeting = i18n`Dear ${"title"} ${"name"}, you are ${"age"} years old`;
console.log(greeting({ title: "Dr", name: "Jones", age: 47 }));

const sumOfDigits = (text: string): number =>
  [...text].reduce((sum, digit) => sum + (Number(digit) as Digit), 0);
const isLuhnValid = (card: string): boolean =>
  [...card.replaceAll(" ", "")]
    .reverse()
    .map((digit, i) => (i % 2 ? sumOfDigits(String(Number(digit) * 2)) : Number(digit)))
    .reduce((a, b) => a + b) %
    10 ===
  0;
console.log(isLuhnValid("4539 1488 0343 6467"), isLuhnValid("8273 1232 7352 0569"));
const isbn = (text: string) =>
  [...text.replace(/-/g, "")].reduce((sum, c, i) => sum + (c === "X" ? 10 : +c) * (10 - i), 0) %
    11 ===
  0;
console.log(isbn("0-306-40615-2"), isbn("0-8044-2957-X"), isbn("0-306-40615-3"));
