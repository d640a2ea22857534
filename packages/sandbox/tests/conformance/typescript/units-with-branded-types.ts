declare const unit: unique symbol;
type Quantity<U extends string> = number & { readonly [unit]: U };
type Metres = Quantity<"m">;
type Seconds = Quantity<"s">;
type Speed = Quantity<"m/s">;

const metres = (value: number): Metres => value as Metres;
const seconds = (value: number): Seconds => value as Seconds;
const speed = (distance: Metres, time: Seconds): Speed => (distance / time) as Speed;
const toKmh = (value: Speed): string => `${(value * 3.6).toFixed(1)} km/h`;

console.log(
  toKmh(speed(metres(100), seconds(9.58))),
  toKmh(speed(metres(42_195), seconds(2 * 3600 + 35))),
);

type Email = string & { readonly __brand: "Email" };
function email(text: string): Email {
  if (!/^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i.test(text)) throw new TypeError(`not an address: ${text}`);
  return text.toLowerCase() as Email;
}
const inbox = new Map<Email, string[]>();
function send(to: Email, text: string): number {
  const messages = inbox.get(to) ?? [];
  inbox.set(to, [...messages, text]);
  return messages.length + 1;
}
console.log(send(email("Ann@Example.org"), "hi"), send(email("ann@example.org"), "again"), inbox);
try {
  send(email("nobody"), "?");
} catch (error) {
  console.log((error as Error).message);
}

type Money<C extends "EUR" | "USD"> = { readonly currency: C; readonly cents: bigint };
const eur = (amount: `${number}`): Money<"EUR"> => ({
  currency: "EUR",
  cents: BigInt(Math.round(Number(amount) * 100)),
});
const add = <C extends "EUR" | "USD">(a: Money<C>, b: Money<C>): Money<C> => ({
  ...a,
  cents: a.cents + b.cents,
});
const split = <C extends "EUR" | "USD">({ currency, cents }: Money<C>, parts: number): Money<C>[] =>
  Array.from({ length: parts }, (_, i) => ({
    currency,
    cents: cents / BigInt(parts) + (BigInt(i) < cents % BigInt(parts) ? 1n : 0n),
  }));
const show = ({ currency, cents }: Money<any>): string =>
  `${cents / 100n}.${String(cents % 100n).padStart(2, "0")} ${currency}`;
console.log(show(add(eur("0.10"), eur("0.20"))), split(eur("10.00"), 3).map(show));
