import fs = require("fs");
import path = require("node:path");

class Report {
  constructor(private readonly title: string) {}
  render(lines: readonly string[]): string {
    return [this.title, "=".repeat(this.title.length), ...lines.map((line) => `- ${line}`)].join(
      "\n",
    );
  }
}
const lines = fs.readFileSync(0, "utf8").trim().split("\n");
console.log(new Report(path.basename("/reports/weekly.md", ".md")).render(lines));
export = Report;
