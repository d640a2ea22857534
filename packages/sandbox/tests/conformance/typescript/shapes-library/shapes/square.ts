import { type Shape } from "./shape";

export class Square implements Shape {
  readonly name: string = "square";
  constructor(protected side: number) {}
  area(): number {
    return this.side ** 2;
  }
}
