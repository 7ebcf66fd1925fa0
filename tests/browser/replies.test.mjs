// Answers that are quick to write well: a template of one's own, a no with a proposed reason and rough cost, a line to the author
// alone; and two managers at the same idea, of whom the second loses no word. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faults } from './support/axe.mjs';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

describe('replies', () => {
  const on = stage();

  let round = 0;
  let known;
  on.everyWay(({ js, width, as }) => {
    const mark = `${js ? 'scripted' : 'plain'} ${width}`;
    const nth = round++;
    /** An idea of its own for every round: of those that were there, as rounds post others. */
    const open = async (page) => {
      if (!known) {
        await page.goto('/desk?order=new&routed=no');
        known = await page.locator('[data-row] [data-open]').evaluateAll((all) => all.map((own) => own.getAttribute('href')));
      }
      await page.goto(known[2 + nth]);
      return known[2 + nth];
    };

    it('a template is written, refused with a wrong field, and saved', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/replies');
        assert.ok((await page.locator('tbody tr').count()) >= 3);
        assert.deepEqual(await overflowing(page), []);
        await page.locator('.page-head a.btn').click();
        await page.locator('#name').fill(`A thank you, ${mark}`);
        await page.locator('#body_en').fill(`Thank you, {athor}, ${mark}.`);
        await page.locator('.form-acts button').click();
        await page.locator('#body_en-error').waitFor();
        assert.equal(await page.locator('#name').inputValue(), `A thank you, ${mark}`);
        assert.deepEqual(await overflowing(page), []);
        await page.locator('#body_en').fill(`Thank you, {author}, ${mark}.`);
        await page.locator('.form-acts button').click();
        await page.locator('tbody', { hasText: `A thank you, ${mark}` }).waitFor();
      }));

    it('it fills the answer, and the line to the author alone stays in the form', () =>
      as('product manager', async (page) => {
        await open(page);
        await page.locator('#response').fill(`Before it, ${mark}.`);
        await page.locator('#private').fill(`Between us, ${mark}.`);
        await page.locator('#answer-help summary').click();
        await page.locator('#template').selectOption({ label: `A thank you, ${mark} (English)` });
        await page.locator('button[name=fill]').click();
        await page.waitForURL(/\/answer$/);
        const text = await page.locator('#response').inputValue();
        assert.match(text, new RegExp(`^Before it, ${mark}\\.\\s+Thank you, [^{]+, ${mark}\\.$`));
        assert.equal(await page.locator('#private').inputValue(), `Between us, ${mark}.`);
        assert.deepEqual(await overflowing(page), []);
      }));

    it('a no without a word comes back with reasons and a rough cost; the closest is taken, and the author reads what others do not', async () => {
      const address = await as('customer', async (page) => {
        await page.goto('/ideas/new');
        await page.locator('#board').selectOption({ label: 'Gear' });
        await page.locator('#title').fill(`Include the footprint in the price of the tent, ${mark}`);
        await page.locator('#body').fill('A footprint should come with every tent at this price, as everything else does.');
        await page.locator('#submit .form-acts button').first().click();
        await page.getByRole('heading', { level: 1, name: mark }).waitFor();
        return new URL(page.url()).pathname;
      });
      await as('product manager', async (page) => {
        await page.goto(`/desk/ideas/${/\d+/.exec(address)[0]}`);
        await page.locator('#status').selectOption({ label: 'Not planned' });
        await page.locator('.form-acts button.btn-primary').first().click();
        await page.locator('#response-error').waitFor();
        await page.locator('#answer-help[open]').waitFor();
        const closest = page.locator('.proposals .note').first();
        await closest.locator('strong', { hasText: 'The answer to “Include the footprint' }).waitFor();
        assert.match(await closest.innerText(), /Shares with this idea: .*footprint/);
        assert.match(await closest.innerText(), /Effort given then: S: days\./);
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
        assert.equal(await page.locator('#effort').inputValue(), '');
        const reason = (await closest.locator('p.plain').innerText()).trim();
        await closest.locator('button[name=take]').click();
        await page.waitForURL(/\/answer$/);
        assert.equal((await page.locator('#response').inputValue()).trim(), reason);
        assert.equal(await page.locator('#effort').inputValue(), 's');
        assert.equal(await page.locator('#status option:checked').innerText(), 'Not planned');
        await page.locator('#response').fill(`We will not, and say so plainly, ${mark}.`);
        await page.locator('#private').fill(`Between us, ${mark}.`);
        await page.locator('.form-acts button.btn-primary').first().click();
        await page.locator('article.response', { hasText: `Between us, ${mark}.` }).waitFor();
        await on.page({ role: 'visitor', js, width }, async (other) => {
          await other.goto(address);
          const text = await other.locator('main').textContent();
          assert.match(text, new RegExp(`say so plainly, ${mark}`));
          assert.doesNotMatch(text, /Between us/);
        });
      });
      await as('customer', async (page) => {
        await page.goto(address);
        await page.locator('#private', { hasText: `Between us, ${mark}.` }).waitFor();
      });
    });

    it('of two who answer and send at once, the second reads who was first and loses no word', () =>
      as('product manager', async (page) => {
        const idea = await open(page);
        await on.page({ role: 'administrator', js, width }, async (other) => {
          await other.goto(idea);
          await other.locator('#response').fill(`First, ${mark}.`);
          await other.locator('.form-acts button.btn-primary').first().click();
          await other.locator('.flash').waitFor();
          await other.locator('#team').selectOption({ index: 1 });
          await other.locator('#route_note').fill(`First, ${mark}.`);
          await other.locator('form[action$="/routes"] button').click();
          // The page before it had a message, too.
          await other.locator('.flash', { hasText: 'on its way' }).waitFor();
        });
        await page.locator('#team').selectOption({ index: 2 });
        await page.locator('#route_note').fill(`Second, ${mark}.`);
        await page.locator('form[action$="/routes"] button').click();
        await page.locator('.flash.warn', { hasText: 'sent it' }).waitFor();
        assert.equal(await page.locator('#route_note').inputValue(), `Second, ${mark}.`);
        assert.deepEqual(await overflowing(page), []);
        await page.goBack();
        await page.locator('#response').fill(`Second, ${mark}.`);
        await page.locator('.form-acts button.btn-primary').first().click();
        await page.locator('.flash.warn', { hasText: 'answered this idea' }).waitFor();
        assert.equal(await page.locator('#response').inputValue(), `Second, ${mark}.`);
        assert.deepEqual(await overflowing(page), []);
        await page.locator('.form-acts button.btn-primary').first().click();
        await page.locator('article.response', { hasText: `Second, ${mark}.` }).waitFor();
      }));
  });
});
