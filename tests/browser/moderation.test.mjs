// A moderator's day: taking an entry out of the queue, telling an author why in words of one's own, an appeal that somebody else
// decides, several at once with one undo. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faults } from './support/axe.mjs';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

describe('moderation', () => {
  const on = stage();

  on.everyWay(({ js, width, as }) => {
    const mark = `${js ? 'scripted' : 'plain'} ${width}`;
    const sound = async (page) => assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);

    /** The customer reports an idea of a list, unless they did before: what was taken back waits again. */
    const report = (nth) =>
      as('customer', async (page) => {
        await page.goto('/boards/gear?order=new');
        await page.locator('.idea-row h2 a').nth(nth).click();
        const title = await page.locator('h1').innerText();
        await page.locator('a[href$="/report"]').first().click();
        await page.locator('main h1').waitFor();
        const reason = page.locator('input[name=reason][value=off_topic]');
        if (!(await reason.count())) return title;
        await reason.check();
        await page.locator('main form button[type=submit]').click();
        await page.getByRole('heading', { level: 1, name: 'Thank you' }).waitFor();
        return title;
      });

    it('an entry is taken, and nobody else decides it until it is given back', () =>
      as('moderator', async (page) => {
        await page.goto('/moderation?kind=waiting');
        const entry = page.locator('.held').first();
        const what = await entry.locator('.meta a').first().innerText();
        await sound(page);
        await entry.locator('form[action$="/claim"] button').click();
        await page.getByRole('heading', { level: 1, name: what }).waitFor();
        await page.getByText('You have this until').waitFor();
        await sound(page);
        await as('administrator', async (other) => {
          await other.goto('/moderation?kind=waiting');
          const same = other.locator('.held', { hasText: what }).first();
          await same.getByText('works on this until').waitFor();
          assert.equal(await same.locator('textarea').count(), 0);
          await sound(other);
        });
        await page.locator('form[action$="/give-back"] button').click();
        await page.locator('.flash', { hasText: 'back in the queue' }).waitFor();
      }));

    it('the reason proposes words, which are changed and reach the author', () =>
      as('moderator', async (page) => {
        await page.goto('/moderation?kind=waiting');
        await page.locator('[data-open]').first().click();
        await page.locator('#reason').selectOption('off_topic');
        await page.locator('form:has(#reason) button').click();
        await page.locator('#message').waitFor();
        assert.match(await page.locator('#message').inputValue(), /\p{L}{3}/u);
        await page.locator('#message').fill(`Please ask the shop, ${mark}.`);
        await sound(page);
        await page.locator('form:has(#message) button[type=submit]').click();
        await page.locator('.flash form button').click();
        await page.locator('.flash', { hasText: 'taken back' }).waitFor();
      }));

    it('several are decided at once after a page that says what will happen, and one click takes it back', async () => {
      await report(js ? 0 : 1);
      await as('moderator', async (page) => {
        await page.goto('/moderation?kind=reported');
        await page.locator('#bulk button[value=dismiss]').click();
        await page.locator('.flash', { hasText: 'Select entries first' }).waitFor();
        await page.goto('/moderation?kind=reported');
        const boxes = page.locator('input[name=item]');
        const count = await boxes.count();
        for (let nth = 0; nth < count; nth += 1) await boxes.nth(nth).check();
        await page.locator('#bulk button[value=dismiss]').click();
        await page.getByRole('heading', { level: 1, name: 'What will happen' }).waitFor();
        assert.equal(await page.locator('main .check').count(), count);
        await sound(page);
        await page.locator('main form button[type=submit]').click();
        await page.getByRole('heading', { level: 1, name: 'Done' }).waitFor();
        await sound(page);
        await page.locator('form[action*="/undo/"] button').click();
        await page.locator('.flash', { hasText: 'taken back' }).waitFor();
        await page.goto('/moderation?kind=reported');
        assert.equal(await page.locator('input[name=item]').count(), count);
      });
    });

    it('an appeal shows what its author says, and who is to decide it', () =>
      as('moderator', async (page) => {
        await page.goto('/moderation?kind=appeals');
        await page.locator('.held', { hasText: 'The author says' }).waitFor();
        await sound(page);
        await page.locator('[data-open]').first().click();
        await page.getByText('Somebody other than whoever decided first decides this.').waitFor();
        await sound(page);
      }));

    it('everything of somebody disappears after a page with the numbers, and comes back', () =>
      as('moderator', async (page) => {
        await page.goto('/moderation/sweeps');
        await page.locator('tbody th a').first().click();
        await page.locator('main h1').waitFor();
        await sound(page);
        const undo = page.locator('form[action$="/undo"] button');
        if (!(await undo.count())) return;
        await undo.click();
        await page.getByText('Everything that this hid is back.').waitFor();
        await sound(page);
      }));

    if (js)
      it('letters move and take', () =>
        as('moderator', async (page) => {
          await page.goto('/moderation?kind=waiting');
          await page.locator('h1').click();
          await page.keyboard.press('j');
          assert.equal(await page.evaluate(() => document.activeElement.matches('.held [data-open]')), true);
          await page.keyboard.press('x');
          assert.equal(await page.locator('input[name=item]').first().isChecked(), true);
          await page.keyboard.press('o');
          await page.locator('#reason').waitFor();
        }));
  });
});
