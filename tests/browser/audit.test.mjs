// What staff does is found in the audit log, and an administrator sees the site as a customer does: announced, read only, told to
// both. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

describe('the audit log and seeing as', () => {
  const on = stage();

  on.everyWay(({ js, width, as }) => {
    const way = `${js ? 'scripted' : 'plain'} ${width}`;
    const main = (page) => page.getByRole('main');
    const rows = (page) => page.locator('#audit tbody tr');

    it('an act is in the log, narrowed to it, and the log is taken along', () =>
      as('administrator', async (page) => {
        await page.goto('/admin/tags/new');
        await page.locator('#name').fill(`Tag ${way}`);
        await main(page).locator('.form-acts button').click();
        await page.goto('/admin/audit');
        assert.deepEqual(await overflowing(page), []);
        await page.locator('#act').selectOption('admin/tags');
        await page.locator('form.filter-fields button').click();
        await page.waitForURL(/act=admin/);
        const first = rows(page).first();
        await first.locator('summary').click();
        await first.getByText(`Tag ${way}`).waitFor();
        assert.deepEqual(await overflowing(page), []);
        assert.match(await page.locator('a[href*="/admin/audit.csv"]').getAttribute('href'), /act=admin/);
      }));

    it('days out of bounds come back as typed', () =>
      as('administrator', async (page) => {
        await page.goto('/admin/audit');
        await page.locator('#days').fill('7');
        await page.locator('form[action$="/retention"] button').click();
        await page.locator('.error-summary a[href="#days"]').waitFor();
        assert.equal(await page.locator('#days').inputValue(), '7');
      }));

    // In a session of its own: seeing as somebody changes the key of the session.
    it('an administrator sees as a customer, does nothing, and is themselves again', () =>
      as('visitor', async (page) => {
        await page.goto('/demo/signin/administrator');
        await main(page).getByRole('button').first().click();
        await page.goto('/admin/people?role=customer');
        await main(page).locator('tbody a').first().click();
        const person = new URL(page.url()).pathname;
        const name = (await main(page).locator('h1').innerText()).trim();
        await main(page).locator('form[action$="/see-as"] button').click();
        const bar = page.locator('.seeing');
        await bar.getByText(name).waitFor();
        assert.deepEqual(await overflowing(page), []);
        assert.equal((await page.goto('/admin')).status(), 403);
        await bar.waitFor();
        assert.equal((await page.goto('/settings/data')).status(), 403);
        await page.goto('/settings');
        await main(page).locator('form[action$="/settings"] button[type=submit]').first().click();
        await main(page).getByText('Nothing was done.').waitFor();
        await bar.getByRole('button').focus();
        await page.keyboard.press('Enter');
        await page.getByText('You are yourself again.').waitFor();
        assert.equal(new URL(page.url()).pathname, person);
        assert.equal(await page.locator('.seeing').count(), 0);
        await main(page).locator('a[href*="/admin/audit?object=person"]').click();
        await rows(page).first().locator('code', { hasText: 'see-as/end' }).waitFor();
        await page.goto('/admin/audit');
        assert.deepEqual(await overflowing(page), []);
      }));
  });
});
