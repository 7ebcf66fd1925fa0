// How lists are ordered, as people meet it: why an idea is where it is, what is for them, counts that are hidden for a while,
// and the log of every hand on the scale. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

const LOG = '/moderation/log?kind=scale';

describe('ranking', () => {
  const on = stage();

  on.everyWay(({ as }) => {
    const setCounts = (counts) =>
      as('administrator', async (page) => {
        await page.goto('/admin/boards');
        await page.locator('main tbody th a', { hasText: 'Gear' }).first().click();
        await page.locator('#counts').selectOption(counts);
        await page.locator('main form.narrow button[type=submit]').first().click();
        await page.locator('.flash').first().waitFor();
        assert.deepEqual(await overflowing(page), []);
      });

    it('every idea of Top says why it is there, and ties are marked', () =>
      as('visitor', async (page) => {
        await page.goto('/?order=top');
        const why = page.locator('.why').first();
        await why.locator('summary').click();
        assert.match(await why.locator('p').innerText(), /^1st in Top: \d+ promotions/);
        assert.deepEqual(await overflowing(page), []);
      }));

    it('for somebody signed in there is a list of their own, with a reason at every idea', () =>
      as('customer', async (page) => {
        await page.goto('/');
        await page.locator('.tabs a[href$="/for-you"]').click();
        const rows = page.locator('.idea-row');
        await rows.first().waitFor();
        assert.equal(await page.locator('.idea-row p.muted.small').count(), await rows.count());
        assert.match(await rows.first().innerText(), /Because you vote on/);
        assert.match(await rows.nth(4).innerText(), /From outside your topics/);
        assert.deepEqual(await overflowing(page), []);
      }));

    it('hidden counts are nowhere until one has voted, and the change is in the public log', async () => {
      await setCounts('until_voted');
      const path = await as('visitor', async (page) => {
        await page.goto('/boards/gear?order=new');
        await page.getByText('You see how many people voted on an idea once you have voted on it.').waitFor();
        assert.equal(await page.locator('.idea-row [data-votes]').count(), 0);
        await page.goto(LOG);
        await page.locator('tbody tr', { hasText: 'Hidden counts changed' }).first().waitFor();
        assert.deepEqual(await overflowing(page), []);
        await page.goto('/boards/gear?order=new');
        const open = page.locator('.idea-row', { has: page.locator('form.vote') }).first();
        return new URL(await open.locator('h2 a').getAttribute('href'), on.app.origin).pathname;
      });
      await as('customer', async (page) => {
        await page.goto(path);
        const box = page.locator('.idea-head .vote');
        if ((await box.getAttribute('data-mine')) !== 'none') {
          await box.locator(`button[value=none]`).click();
          await page.locator('.idea-head .vote[data-mine=none]').waitFor();
        }
        assert.equal(await page.locator('.idea-head [data-votes]').count(), 0);
        await page.locator('.idea-head .vote button[value=up]').click();
        await page.locator('.idea-head .vote[data-mine=up][data-votes]').waitFor();
        await page.locator('.idea-head .vote button[value=none]').click();
        await page.locator('.idea-head .vote[data-mine=none]').waitFor();
        assert.equal(await page.locator('.idea-head [data-votes]').count(), 0);
      });
      await setCounts('shown');
    });
  });
});
