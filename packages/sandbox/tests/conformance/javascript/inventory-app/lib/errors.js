exports.OutOfStock = class OutOfStock extends Error {
  constructor(name, missing) {
    super(`${missing} ${name} missing`);
    this.name = "OutOfStock";
  }
};
