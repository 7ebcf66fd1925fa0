// Every page, narrow and wide, light and dark: axe finds nothing, and nothing is wider than a phone.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { App } from './support/app.mjs';
import { Guard, newContext, openBrowser, overflowing, SCHEMES, WIDTHS } from './support/browser.mjs';
import { PAGES, sitePages } from './support/pages.mjs';

describe('access', () => {
  let app, browser, pages;
  before(async () => {
    [app, browser] = await Promise.all([App.start(), openBrowser()]);
    pages = await sitePages(browser, app);
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      for (const role of new Set(PAGES.map((page) => page.role))) {
        it(`${role} at ${width} px, ${scheme}`, async () => {
          const context = await newContext(browser, app, { role, width, scheme });
          const found = [];
          try {
            for (const { path, status, title } of pages.filter((page) => page.role === role)) {
              found.push(...(await faults(context, app, path, status)).map((fault) => `${title}: ${fault}`));
            }
          } finally {
            await context.close();
          }
          assert.deepEqual(found, []);
        });
      }
    }
  }
});

// Legacy mode spares a second page for each check; it would only miss frames of other origins, which the policy forbids.
async function faults(context, app, path, status) {
  const page = await context.newPage();
  try {
    const guard = new Guard(page, app.origin);
    const answer = await page.goto(path);
    const found = [];
    if (answer.status() !== status) found.push(`status ${answer.status()}, not ${status}`);
    found.push(...(await overflowing(page)));
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    for (const { id, help, nodes } of violations) {
      found.push(`axe ${id}: ${help}: ${nodes.slice(0, 4).map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary.split('\n').slice(1).join(' ').trim()})`).join('; ')}`);
    }
    return [...found, ...guard.problems()];
  } finally {
    await page.close();
  }
}
