// axe-core over the pages that are named, in a headless browser: WCAG 2.2 A and AA. Exit status 1 where it finds a serious or critical violation, or
// where the page is wider than a phone.
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.env.AXE_HOME ?? process.cwd(), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), "axe-")), {
  executablePath: process.env.DETENTE_BROWSER ?? "/usr/bin/chromium",
  bypassCSP: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
let bad = 0;
for (const page of process.argv.slice(2)) {
  for (const width of [390, 1280]) {
    const tab = await context.newPage();
    await tab.setViewportSize({ width, height: 900 });
    await tab.goto(pathToFileURL(resolve(page)).href);
    await tab.evaluate(axe);
    const found = await tab.evaluate(() =>
      window.axe.run(document, { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } }));
    for (const v of found.violations) {
      console.log(`${page} at ${width}: ${v.impact} ${v.id}: ${v.help}`);
      for (const n of v.nodes.slice(0, 5)) console.log(`  ${n.target.join(" ")}`);
      if (v.impact === "serious" || v.impact === "critical") bad += 1;
    }
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) {
      console.log(`${page} at ${width}: the page is ${wide} wide`);
      bad += 1;
    }
    console.log(`${page} at ${width}: ${found.passes.length} rules passed, ${found.violations.length} violated`);
    if (process.env.SHOTS) await tab.screenshot({ path: `${process.env.SHOTS}-${width}.png`, fullPage: true });
    await tab.close();
  }
}
await context.close();
process.exit(bad ? 1 : 0);
