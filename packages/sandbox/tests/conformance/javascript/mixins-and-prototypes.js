const Serializable = (Base) =>
  class extends Base {
    serialize() {
      return JSON.stringify({ type: this.constructor.name, ...this });
    }
  };
const Comparable = (Base) =>
  class extends Base {
    isLessThan(other) {
      return this.valueOf() < other.valueOf();
    }
  };
class Shape {
  static count = 0;
  static create(...args) {
    return new this(...args);
  }
  constructor() {
    if (new.target === Shape) throw new TypeError("Shape is abstract");
    Shape.count++;
  }
  describe() {
    return `${this.constructor.name} of ${this.valueOf().toFixed(1)}`;
  }
}
class Circle extends Serializable(Comparable(Shape)) {
  constructor(radius) {
    super();
    this.radius = radius;
  }
  valueOf() {
    return Math.PI * this.radius ** 2;
  }
}
class Square extends Serializable(Comparable(Shape)) {
  constructor(side) {
    super();
    this.side = side;
  }
  valueOf = () => this.side ** 2;
  describe() {
    return super.describe() + "!";
  }
}

const shapes = [Circle.create(2), new Square(3)];
console.log(
  shapes.map((shape) => shape.describe()),
  shapes[0].isLessThan(shapes[1]),
  Shape.count,
);
console.log(shapes[0].serialize(), shapes);
try {
  new Shape();
} catch (error) {
  console.log(error.message);
}

// The same with functions and prototypes.
function Animal(name) {
  if (!(this instanceof Animal)) return new Animal(name);
  this.name = name;
}
Animal.prototype.speak = function () {
  return `${this.name} makes a sound`;
};
function Dog(name) {
  Animal.call(this, name);
}
Dog.prototype = Object.create(Animal.prototype, { constructor: { value: Dog } });
Dog.prototype.speak = function () {
  return Animal.prototype.speak.call(this) + ": woof";
};
const dog = new Dog("Rex");
console.log(dog.speak(), Animal("Cat").speak(), dog instanceof Animal, dog);
const speak = dog.speak.bind({ name: "Ghost" });
console.log(speak(), Object.getPrototypeOf(dog) === Dog.prototype, Dog.length, speak.name);
console.log(
  [].concat.apply([1], [[2], [3, [4]]]),
  Math.max.call(null, 1, 2),
  Function.prototype.toString.call((a) => a),
);
