// Every page in Spanish on a phone: its words are longer, and still nothing is wider than the screen, and axe finds nothing.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { faults } from './support/axe.mjs';
import { overflowing } from './support/browser.mjs';
import { faultsOf } from './support/look.mjs';
import { PAGES, sitePages } from './support/pages.mjs';
import { stage } from './support/stage.mjs';

const WIDTH = 320;

describe('Spanish', () => {
  const on = stage({ language: 'es' });
  let pages;
  before(async () => {
    pages = await sitePages(on.browser, on.app);
  });

  for (const role of new Set(PAGES.map((page) => page.role))) {
    it(`${role} at ${WIDTH} px`, async () => {
      assert.deepEqual(await faultsOf(on, pages, { role, width: WIDTH }, check), []);
    });
  }
});

async function check(page) {
  const language = await page.locator('html').getAttribute('lang');
  const other = language === 'es' ? [] : [`it is in ${language}`];
  return [...other, ...(await overflowing(page)), ...(await faults(page))];
}
