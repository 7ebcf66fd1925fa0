// What roles may do, from the table to the button: an administrator lets moderators merge, a moderator finds the desk and the
// way to merge and nothing else, the log tells of it, and it is taken back. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

describe('what roles may do', () => {
  const on = stage();

  on.everyWay(({ as }) => {
    const main = (page) => page.getByRole('main');
    const saved = (page) => main(page).locator('.form-acts button').click();
    const flashed = (page) => page.getByText('The table is changed.').waitFor();

    it('a power without the desk comes back as ticked, with the desk it is given', () =>
      as('administrator', async (page) => {
        await page.goto('/admin/roles');
        assert.deepEqual(await overflowing(page), []);
        await page.locator('#moderator-merge').check();
        await saved(page);
        await page.locator('.error-summary a[href="#moderator"]').waitFor();
        assert.equal(await page.locator('#moderator-merge').isChecked(), true);
        assert.deepEqual(await overflowing(page), []);
        await page.locator('#moderator').check();
        await saved(page);
        await flashed(page);
        assert.equal(await page.locator('#moderator-merge').isChecked(), true);
      }));

    it('a moderator merges on the desk, and does nothing else there', () =>
      as('moderator', async (page) => {
        await page.goto('/desk');
        await main(page).locator('tbody a[href*="/desk/ideas/"]').first().click();
        await main(page).locator('a[href$="/merge"]').first().waitFor();
        assert.equal(await main(page).locator('form[action$="/answer"], form[action$="/routes"]').count(), 0);
        assert.equal((await page.goto('/desk/rules')).status(), 403);
        assert.equal((await page.goto('/desk/duplicates')).status(), 200);
      }));

    it('everybody reads of it in the log', () =>
      as('visitor', async (page) => {
        await page.goto('/moderation/log?kind=powers_changed');
        await main(page).getByText('may now: See the desk, Merge').first().waitFor();
      }));

    it('it is taken back', async () => {
      await as('administrator', async (page) => {
        await page.goto('/admin/roles');
        await page.locator('#moderator-merge').uncheck();
        await page.locator('#moderator').uncheck();
        await saved(page);
        await flashed(page);
      });
      await as('moderator', async (page) => {
        assert.equal((await page.goto('/desk')).status(), 403);
      });
    });
  });
});
