// Teams at work: load at a glance, an estimate, a link to the tracker, a report for everybody, and what was delivered; and
// an answer that a template fills, with a line to the author alone. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { App } from './support/app.mjs';
import { openBrowser, overflowing, WIDTHS, withPage } from './support/browser.mjs';

describe('teamwork', () => {
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
        const mark = `${js ? 'scripted' : 'plain'} ${width}`;
        const as = (role, act) => withPage(browser, app, { role, js, width }, act);
        let route, idea;

        it('the teams are compared at a glance', () =>
          as('product manager', async (page) => {
            await page.goto('/desk/teams');
            assert.ok((await page.locator('tbody tr').count()) > 1);
            assert.match(await page.locator('svg.ages').first().getAttribute('aria-label'), /\d/);
            assert.deepEqual(await overflowing(page), []);
          }));

        it('a member accepts a new route, estimates it and links a work item', () =>
          as('team member', async (page) => {
            await page.goto('/desk/teams');
            await page.locator('tbody th a').first().click();
            await page.locator('.load').waitFor();
            assert.deepEqual(await overflowing(page), []);
            await page.locator('.route h3 a').first().click();
            route = new URL(page.url()).pathname;
            assert.match(route, /^\/desk\/routes\/\d+$/);
            idea = await page.locator('.page-head a[href*="/ideas/"]').first().getAttribute('href');
            await page.locator('#effort').selectOption('m');
            await page.locator('#confidence').selectOption(js ? 'low' : 'high');
            await page.locator('#estimate button').click();
            await page.locator('#estimate strong').waitFor();
            await page.locator('#url').fill(`https://tracker.example/${width}${js ? 1 : 0}`);
            await page.locator('#work_title').fill(`Sew it, ${mark}`);
            await page.locator('#work form').last().locator('button').click();
            await page.locator('#work').getByRole('link', { name: `Sew it, ${mark}` }).waitFor();
            assert.deepEqual(await overflowing(page), []);
          }));

        it('what it tells everybody is on the idea’s page until it is taken back', () =>
          as('team member', async (page) => {
            await page.goto(route);
            const accept = page.locator(`form[action="${route}/accept"] button`);
            if (await accept.count()) await accept.click();
            await page.locator('#publish summary').click();
            await page.locator('#words-publish').fill(`The first one is sewn, ${mark}.`);
            await page.locator('#publish button').click();
            await page.locator('.timeline', { hasText: mark }).waitFor();
            await page.goto(idea);
            assert.match(await page.locator('main').textContent(), new RegExp(`sewn, ${mark}`));
            await page.goto(route);
            await page.locator('form[action$="/withdraw"] button').first().click();
            await page.locator('.flash').waitFor();
            await page.goto(idea);
            assert.doesNotMatch(await page.locator('main').textContent(), new RegExp(`sewn, ${mark}`));
          }));

        it('a template fills the answer, and the line to the author alone stays in the form', () =>
          as('product manager', async (page) => {
            await page.goto('/desk');
            await page.locator('[data-row] [data-open]').first().click();
            await page.locator('#response').fill(`Before it, ${mark}.`);
            await page.locator('#private').fill(`Between us, ${mark}.`);
            const help = page.locator('#answer-help');
            if (!(await help.getAttribute('open'))) await help.locator('summary').click();
            await page.locator('#template').selectOption({ index: 1 });
            await page.locator('button[name=fill]').click();
            await page.waitForURL(/\/answer$/);
            const text = await page.locator('#response').inputValue();
            assert.ok(text.startsWith(`Before it, ${mark}.`), text);
            assert.ok(text.length > 60, text);
            assert.equal(await page.locator('#private').inputValue(), `Between us, ${mark}.`);
            assert.deepEqual(await overflowing(page), []);
          }));
      });
    }
  }
});
