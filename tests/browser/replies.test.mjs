// Answers that are quick to write well: a template of one's own, a no with a proposed reason, a line to the author alone; and
// two managers at the same idea, of whom the second loses no word. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { App } from './support/app.mjs';
import { openBrowser, overflowing, WIDTHS, withPage } from './support/browser.mjs';

describe('replies', () => {
  let app, browser;
  before(async () => {
    [app, browser] = await Promise.all([App.start(), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  let round = 0;
  for (const js of [false, true]) {
    for (const width of WIDTHS) {
      describe(`${js ? 'with' : 'without'} JavaScript at ${width} px`, () => {
        const mark = `${js ? 'scripted' : 'plain'} ${width}`;
        const nth = round++;
        const as = (role, act) => withPage(browser, app, { role, js, width }, act);
        /** An idea of its own for every round. */
        const open = async (page) => {
          await page.goto('/desk?order=new');
          const links = await page.locator('[data-row] [data-open]').evaluateAll((all) => all.map((own) => own.getAttribute('href')));
          await page.goto(links[2 + nth]);
          return links[2 + nth];
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

        it('a no without a word comes back with reasons; one is taken, and the author reads what others do not', () =>
          as('product manager', async (page) => {
            const idea = await open(page);
            await page.locator('#status').selectOption({ label: 'Not planned' });
            await page.locator('.form-acts button.btn-primary').first().click();
            await page.locator('#response-error').waitFor();
            await page.locator('#answer-help[open]').waitFor();
            assert.deepEqual(await overflowing(page), []);
            if (await page.locator('button[name=take]').count()) {
              await page.locator('button[name=take]').first().click();
              await page.waitForURL(/\/answer$/);
              assert.ok((await page.locator('#response').inputValue()).length > 20);
            }
            await page.locator('#response').fill(`We will not, and say so plainly, ${mark}.`);
            await page.locator('#private').fill(`Between us, ${mark}.`);
            await page.locator('.form-acts button.btn-primary').first().click();
            await page.locator('article.response', { hasText: `Between us, ${mark}.` }).waitFor();
            const address = idea.replace('/desk', '');
            await withPage(browser, app, { role: 'visitor', js, width }, async (other) => {
              await other.goto(address);
              const text = await other.locator('main').textContent();
              assert.match(text, new RegExp(`say so plainly, ${mark}`));
              assert.doesNotMatch(text, /Between us/);
            });
          }));

        it('of two who answer and send at once, the second reads who was first and loses no word', () =>
          as('product manager', async (page) => {
            const idea = await open(page);
            await withPage(browser, app, { role: 'administrator', js, width }, async (other) => {
              await other.goto(idea);
              await other.locator('#response').fill(`First, ${mark}.`);
              await other.locator('.form-acts button.btn-primary').first().click();
              await other.locator('.flash').waitFor();
              await other.locator('#team').selectOption({ index: 1 });
              await other.locator('#route_note').fill(`First, ${mark}.`);
              await other.locator('form[action$="/routes"] button').click();
              await other.locator('.flash').waitFor();
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
    }
  }
});
