const NUMERALS = Object.entries({
  M: 1000,
  CM: 900,
  D: 500,
  CD: 400,
  C: 100,
  XC: 90,
  L: 50,
  XL: 40,
  X: 10,
  IX: 9,
  V: 5,
  IV: 4,
  I: 1,
});
const VALID = /^M{0,3}(?<hundreds>CM|CD|D?C{0,3})(?<tens>XC|XL|L?X{0,3})(?<ones>IX|IV|V?I{0,3})$/;

function toRoman(number) {
  if (!Number.isInteger(number) || number < 1 || number > 3999) {
    throw new RangeError(`${number} cannot be written`);
  }
  return NUMERALS.reduce((text, [symbol, value]) => {
    const times = Math.floor(number / value);
    number %= value;
    return text + symbol.repeat(times);
  }, "");
}

function fromRoman(text) {
  if (text === "" || !VALID.test(text)) throw new SyntaxError(`"${text}" is not a numeral`);
  return [...text].reduce((sum, symbol, index) => {
    const value = NUMERALS.find(([name]) => name === symbol)[1];
    const next = NUMERALS.find(([name]) => name === text[index + 1])?.[1] ?? 0;
    return sum + (value < next ? -value : value);
  }, 0);
}

for (const year of [1, 4, 9, 14, 40, 90, 400, 1066, 1789, 1994, 2024, 3999]) {
  const roman = toRoman(year);
  console.log(year, roman, fromRoman(roman) === year);
}
console.log({ ...VALID.exec("MCMXCIV").groups });
for (const attempt of [
  () => toRoman(0),
  () => toRoman(1.5),
  () => fromRoman("IIII"),
  () => fromRoman(""),
]) {
  try {
    attempt();
  } catch ({ name, message }) {
    console.log(`${name}: ${message}`);
  }
}
