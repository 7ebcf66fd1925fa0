// An evaluation panel from the ticked ideas to the result: a product manager makes it, two of its people rate without seeing each
// other, it is closed and read. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { App } from './support/app.mjs';
import { openBrowser, overflowing, WIDTHS, withPage } from './support/browser.mjs';

/** A moment some hours from now as a field of date and time shows it; the demo's zone is UTC. */
const inHours = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);

describe('evaluation panels', () => {
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
      describe(`${js ? 'with' : 'without'} JavaScript at ${width} px`, () => {
        const title = `What comes first ${js ? 'scripted' : 'plain'} ${width}?`;
        const as = (role, act) => withPage(browser, app, { role, js, width }, act);
        const main = (page) => page.getByRole('main');
        let panel, rate;

        it('ticked ideas become a panel, and what cannot be taken comes back as typed', () =>
          as('product manager', async (page) => {
            await page.goto('/desk');
            await main(page).locator('tbody input[name=idea]').nth(0).check();
            await main(page).locator('tbody input[name=idea]').nth(1).check();
            await main(page).locator('.bulk button[name=panel]').click();
            await page.locator('#title').fill(title);
            assert.equal((await page.locator('#ideas').inputValue()).trim().split('\n').length, 2);
            await main(page).locator('.form-acts button').click();
            await page.locator('.error-summary a[href="#people"]').waitFor();
            assert.equal(await page.locator('#title').inputValue(), title);
            assert.deepEqual(await overflowing(page), []);
            for (const role of ['Marte', 'Priya', 'Sunniva', 'Eirik']) await page.getByLabel(new RegExp(`^${role} `)).check();
            await page.locator('#closes').fill(inHours(30));
            await main(page).locator('.form-acts button').click();
            await page.getByRole('heading', { level: 1, name: title }).waitFor();
            panel = new URL(page.url()).pathname;
            assert.deepEqual(await overflowing(page), []);
          }));

        const give = (role, numbers, comment) =>
          as(role, async (page) => {
            await page.goto(role === 'moderator' ? '/desk/teams' : '/desk');
            await page.locator('.panels-waiting a', { hasText: title }).click();
            await page.locator('.panel-tasks a').first().click();
            rate = new URL(page.url()).pathname;
            assert.equal(await page.locator('.panel-said').count(), 0);
            for (const [at, number] of numbers.entries()) {
              await page.locator(`#score_${at + 1}`).getByLabel(String(number), { exact: true }).check();
            }
            await page.locator('#comment').fill(comment);
            await page.locator('button[name=give]').click();
            await page.locator('.panel-said', { hasText: comment }).waitFor();
            assert.deepEqual(await overflowing(page), []);
          });

        it('two people rate, each without seeing the other', async () => {
          await give('product manager', [5, 4, 4], `Mine at ${width}`);
          await as('moderator', async (page) => {
            await page.goto(rate);
            assert.equal(await page.getByText(`Mine at ${width}`).count(), 0);
          });
          await give('moderator', [1, 2, 4], `Another at ${width}`);
          await as('moderator', async (page) => {
            await page.goto(rate);
            await page.getByText(`Mine at ${width}`).waitFor();
          });
        });

        it('it is closed, and everybody in it reads the result', async () => {
          await as('product manager', async (page) => {
            await page.goto(panel);
            await main(page).locator('a[href$="/close"]').click();
            await main(page).locator('.btn-danger').click();
            await main(page).locator('.panel-overall').first().waitFor();
            await main(page).getByText(`Another at ${width}`).waitFor();
            assert.deepEqual(await overflowing(page), []);
          });
          await as('team member', async (page) => {
            await page.goto('/desk/panels');
            await main(page).locator('a', { hasText: title }).click();
            await main(page).getByText(`Mine at ${width}`).waitFor();
          });
        });

        it('deleting it can be taken back at once', () =>
          as('product manager', async (page) => {
            await page.goto(panel);
            await main(page).locator('a[href$="/delete"]').click();
            await main(page).locator('.btn-danger').click();
            await page.locator('.flash form button').click();
            await page.getByRole('heading', { level: 1, name: title }).waitFor();
          }));
      });
    }
  }
});
