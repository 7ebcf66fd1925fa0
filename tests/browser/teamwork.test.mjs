// Teams at work: load at a glance, an estimate, a link to the tracker, a report for everybody, what was delivered, and a
// hand-over. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

describe('teamwork', () => {
  // The tracker stands on this machine, which a site calls only where it is told to.
  const on = stage({ env: { WEBHOOKS_TO_PRIVATE_NETWORKS: 'true' } });
  let tracker, at;
  before(async () => {
    tracker = createServer((request, answer) => {
      const named = /^\/item\/([\w-]+)$/.exec(request.url)?.[1];
      answer.writeHead(named ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
      answer.end(named ? `<!doctype html><title>HALD-7 &amp; on: sew the ${named}</title>` : '');
    });
    await new Promise((done) => tracker.listen(0, '127.0.0.1', done));
    at = `http://127.0.0.1:${tracker.address().port}`;
  });
  after(() => tracker.close());

  on.everyWay(({ js, width, as }) => {
    const mark = `${js ? 'scripted' : 'plain'} ${width}`;
    let route, idea;

    it('the teams are compared at a glance', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/teams');
        assert.ok((await page.locator('tbody tr').count()) > 1);
        assert.match(await page.locator('svg.ages').first().getAttribute('aria-label'), /\d/);
        assert.deepEqual(await overflowing(page), []);
      }));

    it('a member opens a route, estimates it and links a work item', () =>
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

    it('a work item without a title gets the one that its page has; where nothing can be read, that is said', () =>
      as('team member', async (page) => {
        const add = page.locator('#work form[action$="/work"]');
        await page.goto(route);
        await add.locator('#url').fill(`${at}/item/${js ? 'scripted' : 'plain'}-${width}`);
        await add.locator('button').click();
        await page.locator('.flash', { hasText: 'The link is there.' }).waitFor();
        const read = `HALD-7 & on: sew the ${js ? 'scripted' : 'plain'}-${width}`;
        await page.locator('#work').getByRole('link', { name: read }).waitFor();
        await add.locator('#url').fill(`${at}/gone-${width}`);
        await add.locator('button').click();
        await page.locator('.flash', { hasText: 'Its page could not be read, so write its title yourself' }).waitFor();
        const item = page.locator('#work li', { hasText: `/gone-${width}` });
        await item.locator('summary').click();
        assert.deepEqual(await overflowing(page), []);
        await item.getByRole('button', { name: /^Remove|^Take/ }).click();
        await item.waitFor({ state: 'detached' });
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

    it('what is done is said with what was delivered, and an idea is handed over with a note', () =>
      as('team member', async (page) => {
        const finish = page.locator('#finish');
        await page.goto(route);
        const start = page.locator(`form[action="${route}/start"] button`);
        if (await start.count()) await start.click();
        await finish.locator('summary').click();
        await page.locator('#words-finish').fill(`Forty are in the shop, ${mark}.`);
        await finish.locator('button').click();
        await page.locator('.timeline', { hasText: `Forty are in the shop, ${mark}.` }).waitFor();
        assert.equal(await page.locator('#reassign').count(), 0, 'what is done stays with the team');
        await page.locator('.crumb a').click();
        await page.locator('.route h3 a').first().click();
        const other = new URL(page.url()).pathname;
        await page.locator('#team').selectOption({ index: 1 });
        const to = await page.locator('#team option:checked').textContent();
        await page.locator('#route_note').fill(`Yours, I think, ${mark}.`);
        await page.locator('#reassign button').click();
        await page.locator('.flash').waitFor();
        assert.equal(new URL(page.url()).pathname, other);
        await page.locator('.timeline', { hasText: 'passed it on to another team' }).waitFor();
        assert.match(await page.locator('.timeline').textContent(), new RegExp(to.trim()));
        assert.deepEqual(await overflowing(page), []);
      }));
  });
});
