namespace Geometry {
  export interface Point {
    x: number;
    y: number;
  }
  export const origin: Point = { x: 0, y: 0 };
  const square = (n: number): number => n * n;
  export function distance(a: Point, b: Point = origin): number {
    return Math.sqrt(square(a.x - b.x) + square(a.y - b.y));
  }
  export namespace Units {
    export let metre = 1;
    export const kilometre = 1000 * metre;
    export class Length {
      constructor(readonly metres: number) {}
      in(unit: number): number {
        return this.metres / unit;
      }
    }
  }
}
namespace Geometry {
  export const midpoint = (a: Point, b: Point): Point => ({
    x: (a.x + b.x) / 2,
    y: (a.y + b.y) / 2,
  });
}

import Units = Geometry.Units;
const corner: Geometry.Point = { x: 3, y: 4 };
console.log(
  Geometry.distance(corner),
  Geometry.midpoint(corner, Geometry.origin),
  Object.keys(Geometry),
);
Units.metre = 2;
console.log(new Units.Length(2500).in(Units.kilometre), Geometry.Units.metre);

// A function, a class and an enum with a namespace of the same name.
function greet(name: string): string {
  greet.count++;
  return `${greet.prefix} ${name}`;
}
namespace greet {
  export let count = 0;
  export const prefix = "hello";
}
class Album {
  constructor(public label: Album.Label) {}
}
namespace Album {
  export class Label {
    constructor(public name: string) {}
  }
  export const of = (name: string): Album => new Album(new Label(name));
}
console.log(greet("Ann"), greet("Bob"), greet.count, Album.of("Blue Note"));
namespace A.B.C {
  export const deep = "nested";
}
console.log(A.B.C.deep, A);
declare namespace NotEmitted {
  const ghost: string;
}
declare global {
  interface Array<T> {
    last(): T | undefined;
  }
}
Array.prototype.last = function () {
  return this[this.length - 1];
};
console.log([1, 2, 3].last(), ([] as string[]).last());
export {};
