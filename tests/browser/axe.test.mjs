// Every page, narrow and wide, light and dark: axe finds nothing, and nothing is wider than a phone.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { Guard, newContext, overflowing, WIDTHS } from './support/browser.mjs';
import { PAGES, sitePages } from './support/pages.mjs';
import { stage } from './support/stage.mjs';

/** Pages looked at side by side: more than one, since axe keeps one core busy and the server hardly any. */
const ABREAST = 2;
/** The rules of the usual run that look at colours, in which alone light and dark differ. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

describe('access', () => {
  const on = stage();
  let pages;
  before(async () => {
    pages = await sitePages(on.browser, on.app);
  });

  for (const width of WIDTHS) {
    for (const role of new Set(PAGES.map((page) => page.role))) {
      it(`${role} at ${width} px`, async () => {
        const context = await newContext(on.browser, on.app, { role, width });
        const waiting = pages.filter((page) => page.role === role);
        const found = [];
        const look = async () => {
          for (let page = waiting.shift(); page; page = waiting.shift()) {
            found.push(...(await faults(context, on.app, page)).map((fault) => `${page.title}: ${fault}`));
          }
        };
        try {
          await Promise.all(Array.from({ length: ABREAST }, look));
        } finally {
          await context.close();
        }
        assert.deepEqual(found, []);
      });
    }
  }
});

async function faults(context, app, { path, status }) {
  const page = await context.newPage();
  try {
    const guard = new Guard(page, app.origin);
    const answer = await page.goto(path);
    const found = [];
    if (answer.status() !== status) found.push(`status ${answer.status()}, not ${status}`);
    found.push(...(await overflowing(page)));
    found.push(...(await violations('light', axe(page))));
    await page.emulateMedia({ colorScheme: 'dark' });
    found.push(...(await violations('dark', axe(page).withRules(COLOURS))));
    return [...found, ...guard.problems()];
  } finally {
    await page.close();
  }
}

// Legacy mode spares a second page for each check; it would only miss frames of other origins, which the policy forbids.
function axe(page) {
  return new AxeBuilder({ page }).setLegacyMode();
}

async function violations(scheme, builder) {
  const { violations } = await builder.analyze();
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 4).map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary.split('\n').slice(1).join(' ').trim()})`);
    return `axe, ${scheme}, ${id}: ${help}: ${where.join('; ')}`;
  });
}
