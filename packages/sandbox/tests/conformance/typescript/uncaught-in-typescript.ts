interface Order {
  id: number;
  lines: { product: string; quantity: number; price: number }[];
}

type Totals = Record<string, number>;

class EmptyOrderError extends Error {
  constructor(public readonly order: Order) {
    super(`order ${order.id} is empty`);
    this.name = "EmptyOrderError";
  }
}

function total(order: Order): number {
  if (order.lines.length === 0) {
    throw new EmptyOrderError(order);
  }
  return order.lines.reduce((sum: number, { quantity, price }) => sum + quantity * price, 0);
}

const orders: Order[] = [
  { id: 1, lines: [{ product: "pen", quantity: 3, price: 1.5 }] },
  { id: 2, lines: [] },
];
const totals: Totals = {};
for (const order of orders) {
  totals[order.id] = total(order);
  console.log(totals);
}
