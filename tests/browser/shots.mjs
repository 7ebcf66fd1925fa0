// Pictures of every page for people to look at: out/<role>/<page>-<width>-<scheme>.png, and one without JavaScript.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { App, OUT } from './support/app.mjs';
import { newContext, openBrowser, SCHEMES, WIDTHS } from './support/browser.mjs';
import { sitePages } from './support/pages.mjs';

// `npm run shots -- desk` takes only the pages whose role or address contains the word.
const wanted = process.argv.slice(2);
const looks = [
  ...WIDTHS.flatMap((width) => SCHEMES.map((scheme) => ({ width, scheme, js: true }))),
  { width: 320, scheme: 'light', js: false },
];

const folder = join(OUT, 'shots');
if (wanted.length === 0) await rm(folder, { recursive: true, force: true });
const [app, browser] = await Promise.all([App.start(), openBrowser()]);
let taken = 0;
try {
  const pages = (await sitePages(browser, app)).filter(({ title }) => wanted.every((word) => title.includes(word)));
  for (const role of new Set(pages.map((page) => page.role))) {
    await mkdir(join(folder, role), { recursive: true });
    for (const look of looks) taken += await shoot(role, look, pages.filter((page) => page.role === role));
  }
} finally {
  await browser.close();
  await app.stop();
}
console.log(`${taken} pictures in ${folder}`);

async function shoot(role, { width, scheme, js }, pages) {
  const context = await newContext(browser, app, { role, width, scheme, js });
  const page = await context.newPage();
  for (const { path, title } of pages) {
    await page.goto(path, { waitUntil: 'load' });
    const name = title.slice(role.length + 2).replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '').slice(0, 80) || 'home';
    await page.screenshot({ path: join(folder, role, `${name}-${width}-${scheme}${js ? '' : '-nojs'}.png`), fullPage: true });
  }
  await context.close();
  return pages.length;
}
