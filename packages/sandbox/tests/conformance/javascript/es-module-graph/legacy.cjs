module.exports = { answer: 42, describe: (what) => `from ${what}, ${typeof require}` };
