// Every page, narrow and wide, light and dark: axe finds nothing, and nothing is wider than a phone.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { faults, faultsInTheDark } from './support/axe.mjs';
import { overflowing, WIDTHS } from './support/browser.mjs';
import { faultsOf } from './support/look.mjs';
import { PAGES, sitePages } from './support/pages.mjs';
import { stage } from './support/stage.mjs';

describe('access', () => {
  const on = stage();
  let pages;
  before(async () => {
    pages = await sitePages(on.browser, on.app);
  });

  for (const width of WIDTHS) {
    for (const role of new Set(PAGES.map((page) => page.role))) {
      it(`${role} at ${width} px`, async () => {
        assert.deepEqual(await faultsOf(on, pages, { role, width }, check), []);
      });
    }
  }
});

const check = async (page) => [...(await overflowing(page)), ...(await faults(page)), ...(await faultsInTheDark(page))];
