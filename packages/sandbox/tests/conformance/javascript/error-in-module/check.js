exports.check = function check(number, part) {
  if (Number.isNaN(number)) {
    throw new SyntaxError(`"${part}" is not a number`);
  }
  return number;
};
