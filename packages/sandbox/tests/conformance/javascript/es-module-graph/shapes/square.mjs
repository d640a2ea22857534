import { convert } from "../units.mjs";
export class Square {
  constructor(side) {
    this.side = convert(side);
  }
  get area() {
    return this.side ** 2;
  }
}
