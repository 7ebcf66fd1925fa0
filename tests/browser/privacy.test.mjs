// One's own data as a customer meets it: the page that says what is stored, an archive to take along, an account that is closed and
// opened again. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

/** Signs in as the demonstration's customer in this browser alone, since leaving ends every session. */
async function comeIn(page) {
  await page.goto('/demo/signin/customer');
  await page.getByRole('main').locator('form button[type=submit]').first().click();
}

describe('privacy', () => {
  const on = stage();

  on.everyWay(({ as }) => {
    const main = (page) => page.getByRole('main');

    it('the page behind the footer tells purpose by purpose what is stored', () =>
      as('visitor', async (page) => {
        await page.goto('/');
        await page.locator('footer').getByRole('link', { name: 'Privacy' }).click();
        assert.equal(new URL(page.url()).pathname, '/privacy');
        await main(page).getByRole('heading', { name: 'Signing in' }).waitFor();
        assert.ok((await main(page).locator('section').count()) >= 12);
        const section = main(page).locator('#privacy-voting');
        await section.locator('summary').click();
        await section.getByText('kano_answers').waitFor();
        assert.deepEqual(await overflowing(page), []);
      }));

    it('an archive is asked for once, and said to be ready', () =>
      as('visitor', async (page) => {
        await comeIn(page);
        await page.goto('/settings/data');
        const ask = main(page).getByRole('button', { name: 'Make an archive' });
        if ((await ask.count()) > 0) await ask.click();
        const state = page.locator('.archive-state');
        const until = Date.now() + 15_000;
        while (!(await state.innerText()).includes('is ready')) {
          assert.ok(Date.now() < until, 'the archive is made');
          await new Promise((done) => setTimeout(done, 300));
          await page.goto('/settings/data');
        }
        assert.equal(await main(page).getByRole('button', { name: 'Make an archive' }).count(), 0, 'one a day');
        assert.deepEqual(await overflowing(page), []);
      }));

    it('an account is closed at once, and opened again by whoever proves that it is theirs', () =>
      as('visitor', async (page) => {
        await comeIn(page);
        await page.goto('/settings/delete');
        await page.locator('#posts-go').check();
        await page.locator('#votes-go').check();
        assert.deepEqual(await overflowing(page), []);
        await main(page).getByRole('button', { name: 'Delete my account' }).click();
        await page.getByText('Your account is closed.').waitFor();
        await page.goto('/settings');
        assert.equal(new URL(page.url()).pathname, '/signin');
        await comeIn(page);
        await main(page).getByRole('heading', { name: 'This account is closed' }).waitFor();
        assert.deepEqual(await overflowing(page), []);
        await main(page).getByRole('button', { name: 'Keep my account' }).click();
        await page.getByText('Your account is open again').waitFor();
        await page.goto('/settings');
        await main(page).locator('#name').waitFor();
      }));
  });
});
