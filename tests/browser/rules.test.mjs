// Rules as a product manager meets them: a form that cannot be taken comes back, a rule for a lens is tried as typed, kept, tried over
// a period, switched on for the ideas there are, seen on the map and deleted. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { App } from './support/app.mjs';
import { openBrowser, overflowing, WIDTHS, withPage } from './support/browser.mjs';

describe('rules', () => {
  let app, browser;
  before(async () => {
    [app, browser] = await Promise.all([App.start(), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  for (const js of [false, true]) {
    for (const width of WIDTHS) {
      const name = `Taken by nobody ${js} ${width}`;
      describe(`${js ? 'with' : 'without'} JavaScript at ${width} px`, () => {
        const manager = (act) => withPage(browser, app, { role: 'product manager', js, width }, act);
        const card = (page) => page.locator('.rules > li', { hasText: name });

        it('a rule comes back as typed until it says what to do, and is tried before it is kept', () =>
          manager(async (page) => {
            await page.goto('/desk/rules/new');
            await page.locator('#name').fill(name);
            await page.getByLabel('Service without a team').check();
            await page.locator('#question').fill('Which product is it?');
            await page.getByRole('button', { name: 'Save' }).click();
            await page.locator('.error-summary').waitFor();
            assert.equal(await page.locator('#question').inputValue(), 'Which product is it?');
            assert.ok(await page.getByLabel('Service without a team').isChecked());
            assert.deepEqual(await overflowing(page), []);
            await page.locator('#question').fill('');
            await page.locator('#team').selectOption({ label: 'Customer care' });
            await page.getByRole('group', { name: 'Or to the least loaded' }).getByLabel('Repair workshop').check();
            await page.locator('#tell_person').selectOption({ index: 1 });
            await page.getByRole('button', { name: 'Try' }).click();
            await page.locator('.tried').waitFor();
            assert.equal(await page.locator('.tried tbody tr').count(), 2);
            assert.deepEqual(await overflowing(page), []);
            await page.getByRole('button', { name: 'Save' }).click();
            await page.locator('.flash').waitFor();
            assert.match(new URL(page.url()).pathname, /\/try$/);
          }));

        it('over a period it shows who would get what, and then does it', () =>
          manager(async (page) => {
            await page.goto('/desk/rules');
            assert.deepEqual(await overflowing(page), []);
            await card(page).getByRole('link', { name: 'Try, then switch on' }).click();
            await page.locator('#since').fill('2020-01-01');
            await page.getByRole('button', { name: 'Try again' }).click();
            await page.locator('#since[value="2020-01-01"]').waitFor();
            assert.deepEqual(await overflowing(page), []);
            const run = page.getByRole('button', { name: 'Switch on, and do this' });
            if ((await run.count()) === 0) {
              // The lens lets nothing pass any more: an earlier round sent it all.
              await page.getByRole('button', { name: 'Switch on' }).click();
            } else {
              await run.click();
            }
            await page.locator('.flash').waitFor();
            await card(page).getByRole('button', { name: 'Switch off' }).waitFor();
          }));

        it('the map shows it with its team, and so do the pairs that one idea may fit', () =>
          manager(async (page) => {
            await page.goto('/desk/rules/map');
            await page.locator('table').first().getByRole('link', { name }).first().waitFor();
            await page.getByText('goes to a team of each').first().waitFor();
            assert.deepEqual(await overflowing(page), []);
          }));

        it('it is deleted after a question', () =>
          manager(async (page) => {
            await page.goto('/desk/rules');
            await card(page).getByRole('link', { name: 'Delete…' }).click();
            await page.getByRole('button', { name: 'Delete the rule' }).click();
            await page.locator('.flash').waitFor();
            assert.equal(await card(page).count(), 0);
          }));
      });
    }
  }

  it('what was sent is with the teams, once each', () =>
    withPage(browser, app, { role: 'product manager', js: false, width: 1280 }, async (page) => {
      // The worker does it a moment later.
      for (let left = 20; left > 0; left -= 1) {
        await page.goto('/desk?board=service&unanswered=1&routed=no');
        if ((await page.locator('[data-row]').count()) === 0) return;
        await page.waitForTimeout(500);
      }
      assert.fail('some ideas are in no hands');
    }));
});
