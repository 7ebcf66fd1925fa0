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
    const setCounts = (counts, days) =>
      as('administrator', async (page) => {
        const save = () => page.locator('main form.narrow button[type=submit]').first().click();
        await page.goto('/admin/boards');
        await page.locator('main tbody th a', { hasText: 'Gear' }).first().click();
        await page.locator('#counts').selectOption(counts);
        if (days) {
          await page.locator('#counts_days').fill('400');
          await save();
          await page.locator('#counts_days-error').waitFor();
          assert.equal(await page.locator('#counts').inputValue(), counts);
          await page.locator('#counts_days').fill(String(days));
        }
        await save();
        await page.locator('.flash').first().waitFor();
        assert.deepEqual(await overflowing(page), []);
      });

    it('what hardly anybody has seen is worth a look, and says why it stands there', () =>
      as('visitor', async (page) => {
        await page.goto('/');
        const rows = page.locator('.idea-row', { has: page.locator('.badge', { hasText: /^Worth a look$/ }) });
        const [marked, all] = [await rows.count(), await page.locator('.idea-row').count()];
        assert.ok(marked >= 1 && marked <= Math.ceil(all / 10), `${marked} of ${all}`);
        const own = rows.first();
        await own.getByText('Hardly anybody has seen this idea yet, so nobody knows how good it is.').waitFor();
        await own.locator('.why summary').click();
        assert.equal(
          await own.locator('.why p').innerText(),
          'Worth a look: so few people were shown this idea that its votes say little yet. One place in 10 goes to such ideas.',
        );
        assert.deepEqual(await overflowing(page), []);
      }));

    it('every idea of Top says why it is there, and ties are marked at both', () =>
      as('visitor', async (page) => {
        await page.goto('/?order=top');
        const why = page.locator('.why').first();
        await why.locator('summary').click();
        assert.match(await why.locator('p').innerText(), /^1st in Top: \d+ promotions/);
        const rows = await page.locator('.idea-row').evaluateAll((all) =>
          all.map((row) => ({
            marked: [...row.querySelectorAll('.badge')].some((badge) => badge.textContent === 'Tie'),
            above: /level with the ideas? (above:|above and below)/.test(row.querySelector('.why p').textContent),
            below: /level with the ideas? (below:|above and below)/.test(row.querySelector('.why p').textContent),
          })),
        );
        assert.ok(rows.some(({ marked }) => marked), 'some are tied');
        for (const [at, row] of rows.entries()) {
          assert.equal(row.marked, row.above || row.below, `place ${at + 1} is marked when it says so`);
          if (at + 1 < rows.length) assert.equal(row.below, rows[at + 1].above, `places ${at + 1} and ${at + 2} agree`);
        }
        assert.deepEqual(await overflowing(page), []);
      }));

    it('ties are marked on the desk, too, and it says what that means', () =>
      as('product manager', async (page) => {
        await page.goto('/desk');
        const tied = page.locator('[data-row].tied');
        assert.ok((await tied.count()) > 0, 'some are tied');
        assert.equal(await page.getByText('tied with the one above').count(), await tied.count());
        await page.getByText('Ideas marked with a line at the side are tied').waitFor();
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

    it('counts that are always hidden stay so whoever votes, and the desk sees them', async () => {
      await setCounts('hidden');
      const id = await as('customer', async (page) => {
        await page.goto('/boards/gear?order=new');
        await page.locator('p.muted', { hasText: 'This board does not show how many people voted.' }).waitFor();
        assert.equal(await page.locator('.idea-row [data-votes]').count(), 0);
        const open = page.locator('.idea-row', { has: page.locator('form.vote[data-mine=none]') }).first();
        await open.locator('h2 a').click();
        await page.locator('.idea-head .vote button[value=up]').click();
        await page.locator('.idea-head .vote[data-mine=up]').waitFor();
        assert.equal(await page.locator('.idea-head [data-votes]').count(), 0);
        await page.reload();
        assert.equal(await page.locator('.idea-head [data-votes]').count(), 0);
        assert.deepEqual(await overflowing(page), []);
        await page.locator('.idea-head .vote button[value=none]').click();
        await page.locator('.idea-head .vote[data-mine=none]').waitFor();
        return /\d+/.exec(new URL(page.url()).pathname)[0];
      });
      await as('product manager', async (page) => {
        await page.goto(`/desk/ideas/${id}`);
        assert.match(await page.locator('.factor-grid').innerText(), /\d+ votes?/);
      });
      await setCounts('shown');
    });

    it('counts that are hidden for the first days show on what is older', async () => {
      await setCounts('first_days', 30);
      await as('visitor', async (page) => {
        await page.goto('/boards/gear?order=new');
        await page.locator('p.muted', { hasText: 'Nobody sees how many people voted on an idea in its first 30 days.' }).waitFor();
        const votes = await page.locator('.idea-row').evaluateAll((rows) =>
          rows.map((row) => ({ day: row.querySelector('time').dateTime, shown: Boolean(row.querySelector('[data-votes]')) })),
        );
        const since = new Date(Date.now() - 30 * 86_400_000).toISOString();
        assert.deepEqual(votes.map(({ shown }) => shown), votes.map(({ day }) => new Date(day).toISOString() < since));
        assert.ok(votes.some(({ shown }) => !shown), 'some are too new');
        await page.goto('/boards/gear?order=top');
        assert.ok((await page.locator('.idea-row [data-votes]').count()) > 0, 'some are old enough');
        assert.deepEqual(await overflowing(page), []);
      });
      await setCounts('shown');
    });
  });
});
