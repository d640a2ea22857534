class InsufficientFunds extends Error {
  constructor(needed, available) {
    super(`need ${needed.toFixed(2)}, have ${available.toFixed(2)}`);
    this.name = "InsufficientFunds";
    this.missing = needed - available;
  }
}

class Account {
  static #nextNumber = 1000;
  static opened = 0;
  #balance = 0;
  #history = [];

  static {
    this.bank = "First of Node";
  }

  constructor(owner) {
    this.owner = owner;
    this.number = Account.#nextNumber++;
    Account.opened += 1;
  }
  get balance() {
    return this.#balance;
  }
  deposit(amount) {
    if (!(amount > 0)) throw new TypeError(`cannot deposit ${amount}`);
    this.#record("deposit", amount);
    return this;
  }
  withdraw(amount) {
    if (amount > this.#balance) throw new InsufficientFunds(amount, this.#balance);
    this.#record("withdraw", -amount);
    return this;
  }
  #record(kind, amount) {
    this.#balance += amount;
    this.#history.push(Object.freeze({ kind, amount, balance: this.#balance }));
  }
  statement() {
    return this.#history.map(
      (entry) => `${entry.kind.padEnd(10)}${entry.amount.toFixed(2).padStart(10)}`,
    );
  }
  static isAccount(value) {
    return typeof value === "object" && value !== null && #balance in value;
  }
}

class SavingsAccount extends Account {
  constructor(owner, rate) {
    super(owner);
    this.rate = rate;
  }
  addInterest() {
    return this.deposit(this.balance * this.rate);
  }
  withdraw(amount) {
    console.log(`${this.owner} dips into savings`);
    return super.withdraw(amount);
  }
}

const ann = new Account("Ann").deposit(100).withdraw(30.5);
const bob = new SavingsAccount("Bob", 0.05).deposit(2000).addInterest();
bob.withdraw(50);
for (const account of [ann, bob]) {
  console.log(account.number, account.owner, account.balance);
  console.log(account.statement().join("\n"));
}
for (const attempt of [() => ann.withdraw(1e3), () => ann.deposit(-5), () => ann.deposit(NaN)]) {
  try {
    attempt();
  } catch (error) {
    if (error instanceof InsufficientFunds) console.log(error.name, error.message, error.missing);
    else console.log(`${error}`);
  } finally {
    console.log("balance is still", ann.balance);
  }
}
console.log(Account.opened, Account.bank, Account.isAccount(bob), Account.isAccount({}));
console.log(bob, Object.keys(ann));
