const symbols = { EUR: "€", USD: "$" };
module.exports = {
  format: (amount, currency) => `${symbols[currency]}${amount.toFixed(2)}`,
  currencies: Object.keys(symbols),
};
