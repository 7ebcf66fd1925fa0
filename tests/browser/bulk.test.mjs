// Many ideas at once, as a product manager changes them: what will change is said first, then what became of it, and an idea that
// somebody else decided about meanwhile is left out. And two pages that are seldom met: a new secret of a team, and a calendar
// that somebody else changed. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faults } from './support/axe.mjs';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

describe('many at once', () => {
  const on = stage();

  on.everyWay(({ js, width, as }) => {
    const mark = `${js ? 'scripted' : 'plain'} ${width}`;
    const sound = async (page) => assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);

    it('ideas are ticked, what will change is said, and then what became of it', () =>
      as('product manager', async (page) => {
        const answer = `The workshop looks at these together, ${mark}.`;
        const rows = page.locator('[data-row]');
        await page.goto('/desk?board=gear&unanswered=1&order=new');
        await page.locator('.bulk button.btn-primary').click();
        await page.locator('.flash', { hasText: 'Select the ideas first' }).waitFor();
        const chosen = [];
        for (const nth of [0, 1, 2]) {
          chosen.push({ title: await rows.nth(nth).locator('[data-open]').innerText(), path: await rows.nth(nth).locator('[data-open]').getAttribute('href') });
          await rows.nth(nth).locator('input[type=checkbox]').check();
        }
        if (js) await page.locator('[data-checked-count]', { hasText: '3' }).waitFor();
        await page.locator('.bulk select[name=status]').selectOption('planned');
        await page.locator('.bulk select[name=effort]').selectOption('m');
        await page.locator('.bulk button.btn-primary').click();
        await page.getByText('The status becomes “Planned”.').waitFor();
        await page.getByText('The effort becomes “M: weeks”.').waitFor();
        await sound(page);
        await as('administrator', async (other) => {
          await other.goto(chosen[2].path);
          await other.locator('#response').fill(`First, ${mark}.`);
          await other.locator('.form-acts button.btn-primary').first().click();
          await other.locator('.flash').waitFor();
        });
        await page.locator('#response').fill(answer);
        await page.getByRole('button', { name: 'Change them' }).click();
        await page.getByRole('heading', { level: 1, name: 'Done' }).waitFor();
        const part = (id) => page.locator(`section[aria-labelledby=${id}] li`);
        assert.deepEqual((await part('done-h').allInnerTexts()).sort(), chosen.slice(0, 2).map(({ title }) => title).sort());
        assert.equal(await part('skipped-h').count(), 1);
        await part('skipped-h').filter({ hasText: chosen[2].title }).waitFor();
        await sound(page);
        await page.goto(chosen[0].path.replace('/desk', ''));
        await page.locator('.response', { hasText: answer }).waitFor();
        await page.locator('.idea-acts', { hasText: 'Planned' }).waitFor();
      }));

    it('a team gets another secret, which is shown once', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/teams/stoves/edit');
        await page.locator('#webhook_url').fill('https://hooks.halden.example/stoves');
        await page.locator('main form button[type=submit]').first().click();
        await page.locator('#secret, .flash').first().waitFor();
        await page.goto('/desk/teams/stoves/edit');
        const secrets = [];
        for (const nth of [0, 1]) {
          await page.locator('form[action$="/secret"] button').click();
          secrets[nth] = await page.locator('#secret').inputValue();
          assert.ok(secrets[nth].length >= 32);
          await sound(page);
          await page.locator('main a.btn-primary').click();
          await page.locator('form[action$="/secret"]').waitFor();
          assert.equal(await page.locator('#secret').count(), 0);
        }
        assert.notEqual(secrets[0], secrets[1]);
      }));

    it('of two who change the site’s calendar at once, the second reads what the first stored and loses no word', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/calendar');
        const days = (await page.locator('#holidays').inputValue()).trim();
        const saves = (one) => one.locator('main form button[type=submit]').first().click();
        await as('administrator', async (other) => {
          await other.goto('/desk/calendar');
          await other.locator('#holidays').fill(`${days}\n2027-08-0${1 + (js ? 2 : 0) + (width > 320 ? 1 : 0)} Stocktaking`);
          await saves(other);
          await other.locator('.flash').waitFor();
        });
        await page.locator('#holidays').fill(`${days}\n2027-09-01 Harvest`);
        await saves(page);
        await page.locator('.error-summary', { hasText: 'Somebody changed this calendar since you opened the page' }).waitFor();
        assert.match(await page.locator('#stored').inputValue(), /Stocktaking/);
        assert.match(await page.locator('#holidays').inputValue(), /2027-09-01 Harvest/);
        await sound(page);
        await saves(page);
        await page.locator('.flash', { hasText: 'The calendar is saved' }).waitFor();
        assert.match(await page.locator('#holidays').inputValue(), /2027-09-01 Harvest/);
      }));
  });
});
