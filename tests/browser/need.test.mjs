// How much an idea is needed: the desk shortlists it, a customer says in two taps how they would feel, the desk reads it; and a vote
// of a year ago is asked about. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { App } from './support/app.mjs';
import { openBrowser, overflowing, WIDTHS, withPage } from './support/browser.mjs';

describe('need', () => {
  let app, browser;
  before(async () => {
    [app, browser] = await Promise.all([App.start(), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('who voted a year ago is asked once, and keeps their vote with one tap', () =>
    withPage(browser, app, { role: 'customer', js: false, width: WIDTHS[0] }, async (page) => {
      await page.goto('/me');
      assert.deepEqual(await overflowing(page), []);
      await page.locator('a[href="/me/waiting#needed"]').click();
      const section = page.locator('#needed');
      await section.getByText('counts as before').waitFor();
      assert.deepEqual(await overflowing(page), []);
      await section.locator('button[value=yes]').first().click();
      await page.locator('.flash', { hasText: 'your vote stays' }).waitFor();
      assert.equal(await page.locator('#needed').count(), 0);
    }));

  it('the desk sees fresh and old votes, and that both count', () =>
    withPage(browser, app, { role: 'product manager', js: false, width: WIDTHS[0] }, async (page) => {
      await page.goto('/desk?shortlisted=1&q=folded+paper+map');
      await page.locator('[data-row] [data-open]').first().click();
      await page.locator('#fresh').getByText('count exactly as before').waitFor();
      assert.equal(await page.locator('#fresh rect').count(), 2);
      assert.deepEqual(await overflowing(page), []);
    }));

  for (const js of [false, true]) {
    for (const width of WIDTHS) {
      describe(`${js ? 'with' : 'without'} JavaScript at ${width} px`, () => {
        const as = (role, act) => withPage(browser, app, { role, js, width }, act);
        let desk, open, answers;

        it('the desk puts an idea on the shortlist', () =>
          as('product manager', async (page) => {
            await page.goto('/desk?order=new');
            await page.locator('[data-row] [data-open]').first().click();
            desk = new URL(page.url()).pathname;
            await page.locator('#need button[value=yes]').click();
            await page.locator('#need', { hasText: 'On the shortlist' }).waitFor();
            open = await page.locator('.page-head a[href*="/ideas/"]').last().getAttribute('href');
            assert.deepEqual(await overflowing(page), []);
            await page.goto('/desk?shortlisted=1');
            assert.equal(await page.locator(`[data-row] [data-open][href="${desk}"]`).count(), 1);
          }));

        it('a customer answers in two taps, and changes their mind', () =>
          as('customer', async (page) => {
            await page.goto(open);
            const box = page.locator('#kano');
            await box.locator('button[value=like]').click();
            await box.getByText('And if it were not?').waitFor();
            assert.deepEqual(await overflowing(page), []);
            await box.locator('button[value=dislike]').click();
            await page.locator('.flash', { hasText: 'You can change this' }).waitFor();
            await box.locator('button[value=change]').click();
            await box.locator('button[value=expect]').click();
            await box.locator('button[value=dislike]').click();
            await box.locator('button[name=take_back]').waitFor();
            assert.ok((await box.textContent()).includes('I expect it'));
            assert.deepEqual(await overflowing(page), []);
          }));

        it('the desk reads what it is to them, and takes it off the list', () =>
          as('product manager', async (page) => {
            await page.goto(desk);
            answers = await page.locator('#need tbody tr').first().textContent();
            assert.ok(answers.includes('Must-be: 1'), answers);
            assert.deepEqual(await overflowing(page), []);
            await page.locator('#need button[value=no]').click();
            await page.locator('.flash', { hasText: 'off the shortlist' }).waitFor();
          }));

        it('nobody is asked any more, and what was said can be taken back', () =>
          as('customer', async (page) => {
            await page.goto(open);
            assert.equal(await page.locator('#kano button[name=kano]').count(), 0);
            await page.locator('#kano button[name=take_back]').click();
            await page.locator('.flash', { hasText: 'taken back' }).waitFor();
            assert.equal(await page.locator('#kano').count(), 0);
          }));
      });
    }
  }
});
