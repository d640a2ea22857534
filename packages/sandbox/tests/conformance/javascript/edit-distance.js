function distances(a, b) {
  const table = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  for (let j = 0; j <= b.length; j++) table[0][j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      table[i][j] =
        a[i - 1] === b[j - 1]
          ? table[i - 1][j - 1]
          : 1 + Math.min(table[i - 1][j], table[i][j - 1], table[i - 1][j - 1]);
    }
  }
  return table;
}

function explain(a, b) {
  const table = distances(a, b);
  const steps = [];
  let [i, j] = [a.length, b.length];
  while (i > 0 || j > 0) {
    const here = table[i][j];
    if (i && j && a[i - 1] === b[j - 1] && here === table[i - 1][j - 1]) [i, j] = [i - 1, j - 1];
    else if (i && j && here === table[i - 1][j - 1] + 1) steps.push(`${a[--i]}>${b[--j]}`);
    else if (i && here === table[i - 1][j] + 1) steps.push(`-${a[--i]}`);
    else steps.push(`+${b[--j]}`);
  }
  return steps.reverse();
}

function longestCommonSubsequence(a, b) {
  const memo = new Map();
  const solve = (i, j) => {
    if (i === a.length || j === b.length) return "";
    const key = i * (b.length + 1) + j;
    if (!memo.has(key)) {
      const [skipA, skipB] = a[i] === b[j] ? [] : [solve(i + 1, j), solve(i, j + 1)];
      memo.set(
        key,
        a[i] === b[j] ? a[i] + solve(i + 1, j + 1) : skipA.length >= skipB.length ? skipA : skipB,
      );
    }
    return memo.get(key);
  };
  return solve(0, 0);
}

for (const [a, b] of [
  ["kitten", "sitting"],
  ["sunday", "saturday"],
  ["", "abc"],
  ["same", "same"],
]) {
  console.log(
    `${a} / ${b}: ${distances(a, b).at(-1).at(-1)} [${explain(a, b).join(" ")}] lcs "${longestCommonSubsequence(a, b)}"`,
  );
}
console.table(distances("cat", "cut"));
