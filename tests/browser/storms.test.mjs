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

describe('vote rounds', () => {
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
      it(`points are given, counted and changed ${js ? 'with' : 'without'} JavaScript at ${width} px`, () =>
        withPage(browser, app, { role: 'customer', js, width }, async (page) => {
          const fields = page.locator('.input-points');
          const give = () => page.locator('form[data-budget] button[type=submit]').click();
          await page.goto('/');
          await page.locator('.call a[href*="/rounds/"]').click();
          for (const field of await fields.all()) await field.fill('');
          await fields.nth(0).fill('6');
          await fields.nth(1).fill('5');
          if (js) assert.match(await page.locator('[data-rest]').innerText(), /many: 1$/);
          await give();
          await page.locator('.error-summary a[href="#points"]').waitFor();
          assert.equal(await fields.nth(1).inputValue(), '5');
          await fields.nth(1).fill('3');
          if (js) assert.match(await page.locator('[data-rest]').innerText(), /left: 1$/);
          await give();
          await page.locator('.flash[role=status]').waitFor();
          assert.equal(await fields.nth(1).inputValue(), '3');
          assert.deepEqual(await overflowing(page), []);
          assert.equal(await page.locator('#results-h').count(), 0);
        }));

      it(`the results of a closed round are read ${js ? 'with' : 'without'} JavaScript at ${width} px`, async () => {
        await withPage(browser, app, { role: 'visitor', js, width }, async (page) => {
          await page.goto('/rounds');
          await page.getByRole('main').getByRole('link', { name: /Where should the repair team/ }).click();
          assert.equal(await page.locator('.bar').count(), 4);
          await page.locator('.response').waitFor();
          assert.deepEqual(await overflowing(page), []);
        });
        await withPage(browser, app, { role: 'product manager', js, width }, async (page) => {
          await page.goto('/desk/rounds');
          await page.getByRole('main').getByRole('link', { name: /Where should the repair team/ }).click();
          assert.ok((await page.locator('thead th').count()) > 4, 'results by segment');
          assert.deepEqual(await overflowing(page), []);
        });
      });
    }
  }
});
