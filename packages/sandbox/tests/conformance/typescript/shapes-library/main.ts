import { Circle, Square, type Shape } from "./shapes";
import { describe } from "./shapes/describe";
import { sum } from "./math.js";

const shapes: Shape[] = [new Circle(1), new Square(2)];
for (const shape of shapes) console.log(describe(shape));
console.log(sum(shapes.map((shape) => shape.area())).toFixed(2));
