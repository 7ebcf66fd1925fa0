// Votes that look like one hand: the moderator reads why, holds them, sees what it did to the idea, and takes it back. With and
// without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faults } from './support/axe.mjs';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

describe('votes under review', () => {
  const on = stage();

  on.everyWay(({ js, as }) => {
    const sound = async (page) => assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
    let crowd, idea, before;

    it('a proposal says in numbers why it was made, and draws when the votes were cast', () =>
      as('moderator', async (page) => {
        await page.goto('/moderation');
        await page.getByRole('link', { name: 'Votes', exact: true }).click();
        const card = page.locator('.queue > li').first();
        await card.getByText('Many accounts, one machine').waitFor();
        await card.getByText('within the hour').waitFor();
        await sound(page);
        await card.locator('h2 a').click();
        crowd = new URL(page.url()).pathname;
        assert.equal(await page.locator('svg.crowd-line[role=img] title').count(), 1);
        await page.locator('summary', { hasText: 'The numbers' }).click();
        assert.ok((await page.locator('details tbody tr').count()) > 10);
        assert.equal(await page.locator('#votes tbody tr').count(), 8);
        idea = await page.getByRole('link', { name: 'The idea' }).getAttribute('href');
        await sound(page);
        await page.goto(idea);
        before = Number(await page.locator('.idea-head [data-votes]').getAttribute('data-votes'));
      }));

    it('holding wants a reason, moves the ranks, and is in the public log in numbers', async () => {
      await as('moderator', async (page) => {
        await page.goto(crowd);
        await page.locator('#note').fill('They all come from one hut.');
        await page.locator('button[name=all][value=hold]').click();
        await page.locator('.error-summary').waitFor();
        assert.equal(await page.locator('#note').inputValue(), 'They all come from one hut.');
        await sound(page);
        await page.locator('#reason').selectOption('one_source');
        await page.locator('button[name=all][value=hold]').click();
        await page.locator('.flash', { hasText: 'ranks are made anew' }).waitFor();
        await page.locator('section[aria-labelledby=acts-h]', { hasText: 'Hold: 8 votes' }).waitFor();
        await sound(page);
        await page.goto('/moderation/votes?show=held');
        assert.equal(await page.locator('.queue > li').count(), 1);
        await page.goto('/moderation/votes/report');
        await page.getByText('Hold: 8 votes').first().waitFor();
        await sound(page);
      });
      await as('visitor', async (page) => {
        await page.goto(idea);
        const now = Number(await page.locator('.idea-head [data-votes]').getAttribute('data-votes'));
        assert.equal(now, before - 8);
        await page.goto('/moderation/log?kind=votes_held');
        await page.getByText('Many accounts from one place').first().waitFor();
      });
    });

    it('the last act is taken back, and everything is as it was', () =>
      as('moderator', async (page) => {
        await page.goto(crowd);
        await page.getByRole('button', { name: 'Take the last act back' }).click();
        await page.locator('.flash').waitFor();
        await page.goto(idea);
        const now = Number(await page.locator('.idea-head [data-votes]').getAttribute('data-votes'));
        assert.equal(now, before);
      }));
  });

  it('whoever has no such vote is told so', () =>
    on.page({ role: 'customer', js: false, width: 320 }, async (page) => {
      await page.goto('/me/held');
      await page.getByText('All your votes count').waitFor();
      assert.deepEqual(await overflowing(page), []);
    }));
});
