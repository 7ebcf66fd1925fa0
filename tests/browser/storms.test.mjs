// A storm session from the question to the answer: the desk asks, a customer posts in it and finds the banner, the desk closes it
// and answers. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { App } from './support/app.mjs';
import { openBrowser, overflowing, WIDTHS, withPage } from './support/browser.mjs';

/** A moment some hours from now as a field of date and time shows it; the demo's zone is UTC. */
const inHours = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);

describe('storm sessions', () => {
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
        const question = `What should a rope do ${js ? 'scripted' : 'plain'} ${width}?`;
        const idea = `A rope that floats ${js ? 'scripted' : 'plain'} ${width}`;
        const as = (role, act) => withPage(browser, app, { role, js, width }, act);
        const main = (page) => page.getByRole('main');
        let desk, open;

        it('a question that cannot be taken comes back as typed, then is saved and published', () =>
          as('product manager', async (page) => {
            await page.goto('/desk/storms/new');
            await page.locator('#question').fill(question);
            await page.locator('#rules').fill('Only *ropes*.');
            await page.locator('#starts').fill(inHours(-1));
            await page.locator('#ends').fill(inHours(-2));
            await main(page).locator('.form-acts button').click();
            await page.locator('.error-summary a[href="#ends"]').waitFor();
            assert.equal(await page.locator('#question').inputValue(), question);
            await page.locator('#ends').fill(inHours(30));
            await main(page).locator('.form-acts button').click();
            await page.getByRole('heading', { level: 1, name: question }).waitFor();
            desk = new URL(page.url()).pathname;
            assert.deepEqual(await overflowing(page), []);
            await main(page).locator('form[action$="/publish"] button').click();
            await page.locator('form[action$="/extend"]').waitFor();
          }));

        it('a customer finds it by the banner and posts in it', () =>
          as('customer', async (page) => {
            await page.goto('/');
            await page.locator('.call a', { hasText: question }).click();
            open = new URL(page.url()).pathname;
            await main(page).locator('.prose em', { hasText: 'ropes' }).waitFor();
            assert.deepEqual(await overflowing(page), []);
            await main(page).locator('a[href*="storm="]').click();
            await page.locator('#title').fill(idea);
            await page.locator('#body').fill('So that it is found again.');
            await page.locator('#submit .form-acts button').first().click();
            await page.getByRole('heading', { level: 1, name: idea }).waitFor();
            await page.locator('.aside a', { hasText: question }).click();
            await main(page).locator('.idea-row', { hasText: idea }).waitFor();
          }));

        it('the desk closes it after a confirmation and answers; everybody reads that', async () => {
          await as('product manager', async (page) => {
            await page.goto(desk);
            await main(page).locator('a[href$="/close"]').click();
            await main(page).locator('.btn-danger').click();
            await page.locator('#answer').fill('We will make **one**.');
            await main(page).locator('button[name=publish]').click();
            await page.locator('.timeline li').first().waitFor();
            assert.deepEqual(await overflowing(page), []);
          });
          await as('visitor', async (page) => {
            await page.goto(open);
            await main(page).locator('.response strong', { hasText: 'one' }).waitFor();
            assert.equal(await main(page).locator('a[href*="storm="]').count(), 0);
            await page.goto('/');
            assert.equal(await page.locator('.call a', { hasText: question }).count(), 0);
            await page.goto('/storms');
            await main(page).locator('[aria-labelledby=past-h] a', { hasText: question }).waitFor();
          });
        });
      });
    }
  }
});
