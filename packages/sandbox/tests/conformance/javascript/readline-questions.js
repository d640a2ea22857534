const readline = require("readline");
const rl = readline.createInterface({ input: process.stdin, output: process.stdout });

rl.question("How many numbers? ", (answer) => {
  const wanted = parseInt(answer, 10);
  const numbers = [];
  rl.setPrompt("> ");
  rl.prompt();
  rl.on("line", (line) => {
    const number = Number(line);
    if (Number.isNaN(number)) {
      console.log(`"${line}" is not a number`);
    } else {
      numbers.push(number);
    }
    if (numbers.length === wanted) rl.close();
    else rl.prompt();
  });
  rl.on("close", () => {
    const sum = numbers.reduce((a, b) => a + b, 0);
    console.log(
      `\nsum ${sum}, mean ${(sum / numbers.length).toFixed(2)}, max ${Math.max(...numbers)}`,
    );
  });
});
