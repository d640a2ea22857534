class Temperature {
  #celsius: number;
  static #instances = 0;
  static readonly ABSOLUTE_ZERO = -273.15;
  declare readonly unit: string;

  constructor(celsius: number) {
    if (celsius < Temperature.ABSOLUTE_ZERO) throw new RangeError("too cold");
    this.#celsius = celsius;
    Temperature.#instances++;
  }
  static {
    Object.defineProperty(this.prototype, "unit", { value: "°C", enumerable: true });
  }
  static from(value: Temperature | number): Temperature {
    return value instanceof Temperature ? value : new Temperature(value);
  }
  get fahrenheit(): number {
    return this.#celsius * 1.8 + 32;
  }
  set fahrenheit(value: number) {
    this.#celsius = (value - 32) / 1.8;
  }
  #round(digits: number): number {
    return Number(this.#celsius.toFixed(digits));
  }
  toString(): string {
    return `${this.#round(1)}${this.unit}`;
  }
  equals(other: unknown): boolean {
    return (
      typeof other === "object" &&
      other !== null &&
      #celsius in other &&
      other.#celsius === this.#celsius
    );
  }
  static get instances(): number {
    return Temperature.#instances;
  }
}

class Thermostat extends Temperature {
  accessor target = 20;
  private history: number[] = [];
  adjust(by: number): this {
    this.target += by;
    this.history.push(this.target);
    return this;
  }
}

const water = new Temperature(100);
console.log(`${water}`, water.fahrenheit, Temperature.from(water) === water);
water.fahrenheit = 32;
console.log(String(water), water.equals(new Temperature(0)), water.equals({}), water.equals(null));
try {
  new Temperature(-300);
} catch (error) {
  if (error instanceof RangeError) console.log(error.message);
}
const hall = new Thermostat(18.04).adjust(2).adjust(-0.5);
console.log(hall.target, `${hall}`, hall, Object.keys(hall), Temperature.instances);
console.log((hall as unknown as { history: number[] }).history, hall["history"].length);
