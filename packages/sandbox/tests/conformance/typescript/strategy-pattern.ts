interface Discount {
  readonly label: string;
  apply(cents: number, quantity: number): number;
}
const percent = (n: number): Discount => ({
  label: `${n}% off`,
  apply: (cents, quantity) => cents * quantity * (1 - n / 100),
});
const buyTwoGetOne: Discount = {
  label: "3 for 2",
  apply: (cents, quantity) => cents * (quantity - Math.floor(quantity / 3)),
};
const none: Discount = { label: "full price", apply: (cents, quantity) => cents * quantity };

class Cart {
  private readonly lines: { name: string; cents: number; quantity: number; discount: Discount }[] =
    [];
  add(name: string, cents: number, quantity = 1, discount: Discount = none): this {
    this.lines.push({ name, cents, quantity, discount });
    return this;
  }
  get total(): number {
    return this.lines.reduce(
      (sum, { cents, quantity, discount }) => sum + discount.apply(cents, quantity),
      0,
    );
  }
  print(): void {
    for (const { name, cents, quantity, discount } of this.lines) {
      const price = (discount.apply(cents, quantity) / 100).toFixed(2);
      console.log(`${quantity} x ${name.padEnd(8)} ${price.padStart(8)}  ${discount.label}`);
    }
    console.log(`total ${(this.total / 100).toFixed(2).padStart(16)}`);
  }
}
new Cart()
  .add("tea", 350)
  .add("soap", 199, 7, buyTwoGetOne)
  .add("laptop", 99_900, 1, percent(12.5))
  .print();
