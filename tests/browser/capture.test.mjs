// What a customer said on the telephone: a product manager files it with their words, readers learn that it was filed and
// not for whom, and whoever it was for finds it waiting. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { overflowing, WIDTHS } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

describe('capture', () => {
  const on = stage();

  it('what was filed for the customer waits for them, and they stand by it', () =>
    on.page({ role: 'customer', js: false, width: WIDTHS[0] }, async (page) => {
      await page.goto('/');
      await page.getByRole('link', { name: 'Have a look' }).click();
      assert.equal(new URL(page.url()).pathname, '/me/waiting');
      assert.deepEqual(await overflowing(page), []);
      await page.locator('article button[value=confirm]').first().click();
      await page.locator('.flash', { hasText: 'it is yours now' }).waitFor();
      await page.goto('/');
      assert.equal(await page.getByRole('link', { name: 'Have a look' }).count(), 0);
    }));

  on.everyWay(({ js, width, as }) => {
    const words = `It hurts every Tuesday (${js} ${width})`;
    let desk, open;

    it('a form that cannot be taken comes back as typed, and then is filed', () =>
      as('product manager', async (page) => {
        await page.goto('/desk');
        await page.locator('[data-row] [data-open]').first().click();
        desk = new URL(page.url()).pathname;
        await page.locator('a[href*="/desk/capture?idea="]').click();
        await page.locator('#words').fill(words);
        await page.locator('#email').fill('nobody');
        await page.locator('main form button[type=submit]').click();
        await page.locator('.error-summary').waitFor();
        assert.equal(await page.locator('#words').inputValue(), words);
        await page.locator('#email').fill(`caller-${js}-${width}@calls.example`);
        await page.locator('#name').fill('Kari Nordmann');
        await page.locator('main form button[type=submit]').click();
        await page.locator('blockquote', { hasText: words }).waitFor();
        assert.equal(new URL(page.url()).pathname, desk);
        open = await page.locator('.page-head a[href*="/ideas/"]').last().getAttribute('href');
        assert.deepEqual(await overflowing(page), []);
      }));

    it('readers learn that it was filed, and not for whom', () =>
      as('visitor', async (page) => {
        await page.goto(open);
        await page.getByText('filed by the company for').first().waitFor();
        assert.equal(await page.getByText('Kari Nordmann').count(), 0);
        assert.equal(await page.getByText(words).count(), 0);
        assert.deepEqual(await overflowing(page), []);
      }));

    it('a part becomes an idea of its own, linked with the whole', () =>
      as('product manager', async (page) => {
        await page.goto(`${desk}/split`);
        const title = `Only the handle ${js} ${width}`;
        await page.locator('#title').fill(title);
        await page.locator('#body').fill('The rest is fine as it is.');
        await page.locator('#whom-nobody').check();
        assert.deepEqual(await overflowing(page), []);
        await page.locator('main form button[type=submit]').click();
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        assert.equal(await page.locator(`.aside a[href$="${desk}"]`).count(), 1);
      }));
  });

  it('who asked for what was delivered says in two taps whether it helped, and the numbers are public', async () => {
    let path;
    await on.page({ role: 'customer', js: false, width: WIDTHS[0] }, async (page) => {
      await page.goto('/me/waiting');
      await page.locator('section[aria-labelledby=delivered-h] a').first().click();
      path = new URL(page.url()).pathname;
      await page.locator('#outcome-solved').check();
      await page.locator('#outcome button[type=submit]').first().click();
      await page.locator('.flash', { hasText: 'Thank you' }).waitFor();
      assert.ok(await page.locator('#outcome-solved').isChecked());
      assert.deepEqual(await overflowing(page), []);
    });
    await on.page({ role: 'visitor', js: false, width: WIDTHS[0] }, async (page) => {
      await page.goto(path);
      await page.locator('#outcome', { hasText: 'It helped' }).waitFor();
    });
  });
});
