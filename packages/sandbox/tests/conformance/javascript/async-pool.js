// Runs at most `limit` tasks at a time and keeps the results in order.
async function pool(limit, items, task) {
  const results = new Array(items.length);
  let next = 0;
  let active = 0;
  let highest = 0;
  async function worker() {
    while (next < items.length) {
      const index = next++;
      active++;
      highest = Math.max(highest, active);
      try {
        results[index] = { status: "fulfilled", value: await task(items[index], index) };
      } catch (reason) {
        results[index] = { status: "rejected", reason };
      } finally {
        active--;
      }
    }
  }
  await Promise.all(Array.from({ length: limit }, worker));
  return { results, highest };
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function download(url, index) {
  await sleep(index % 2 === 0 ? 4 : 1);
  if (url.endsWith("404")) throw new Error(`${url} not found`);
  return url.length;
}

(async () => {
  const urls = ["/a", "/bb", "/404", "/dddd", "/eeeee", "/ffffff", "/ggggggg"];
  const { results, highest } = await pool(3, urls, download);
  for (const [index, result] of results.entries()) {
    console.log(urls[index].padEnd(9), result.status, result.value ?? result.reason.message);
  }
  console.log("at most", highest, "at a time");
})();
