// Customers as a product manager meets them: an account is made, found, printed for a meeting, and the desk is narrowed to
// what a segment asks for. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

describe('customers', () => {
  // Customers of no account, one for each walk: whoever belongs to one is asked about before they move.
  const free = ['mossback', 'oyelaran', 'tarp_and_tea', 'lin_hiker'];
  const on = stage();

  on.everyWay(({ js, width, as }) => {
    const name = `Trailhead ${js ? 'scripted' : 'plain'} ${width}`;
    const send = (page) => page.locator('main form button[type=submit]').first().click();
    const handle = `@${free.shift()}`;
    let account;

    it('an account that cannot be taken comes back as typed, and then is made', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/accounts/new');
        await page.locator('#name').fill(name);
        await page.locator('#value').fill('1,200');
        await page.locator('#currency').fill('EUR');
        await send(page);
        await page.locator('.error-summary').waitFor();
        assert.equal(await page.locator('#name').inputValue(), name);
        assert.equal(await page.locator('#value').inputValue(), '1,200');
        await page.locator('#value').fill('1200');
        await send(page);
        await page.getByRole('heading', { level: 1, name }).waitFor();
        account = new URL(page.url()).pathname;
        assert.match(account, /^\/desk\/accounts\/\d+$/);
        assert.deepEqual(await overflowing(page), []);
      }));

    it('it is found by how its name begins, and somebody is put into it', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/accounts');
        await page.locator('#f-q').fill(name.toLowerCase());
        await page.locator('#f-q').press('Enter');
        await page.getByRole('main').getByRole('link', { name }).click();
        assert.equal(new URL(page.url()).pathname, account);
        await page.locator('#person').fill(handle);
        await page.locator('section[aria-labelledby=people-h] form').last().locator('button').click();
        await page.locator('section[aria-labelledby=people-h] li', { hasText: handle }).waitFor();
      }));

    it('printed, it leaves out people and buttons', () =>
      as('product manager', async (page) => {
        await page.goto(account);
        assert.ok(await page.locator('#people-h').isVisible());
        await page.emulateMedia({ media: 'print' });
        assert.equal(await page.locator('#people-h').isVisible(), false);
        assert.ok(await page.locator('.print-only').isVisible());
        assert.ok(await page.locator('#open-h').isVisible());
      }));

    it('the desk is narrowed to what a segment asks for, and says who asks', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/segments');
        await page.locator('main a[href*="/desk?segment="]').first().click();
        await page.locator('[data-row] .asking a').first().waitFor();
        const [rows, asked] = [await page.locator('[data-row]').count(), await page.locator('.asking').count()];
        assert.equal(asked, rows, 'every idea in the list has an account behind it');
        assert.deepEqual(await overflowing(page), []);
      }));

    it('a customer is told that the page is not theirs', () =>
      as('customer', async (page) => {
        const answer = await page.goto(account);
        assert.equal(answer.status(), 403);
        assert.equal(await page.getByText(name).count(), 0);
      }));
  });
});
