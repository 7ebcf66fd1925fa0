// What matters, to whom and why, as a product manager finds it: the sentence of an idea's impact, a factor set by hand and
// taken back, columns of choice, a list taken away as a file, a lens kept, looked through, copied and deleted. With and
// without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

describe('factors, columns and lenses', () => {
  const on = stage();

  on.everyWay(({ js, width, as }) => {
    const name = `Answer these ${js ? 'scripted' : 'plain'} ${width}`;
    const manager = (act) => as('product manager', act);

    it('an idea says what its impact is made of, and a factor is set by hand and taken back', () =>
      manager(async (page) => {
        await page.goto('/desk');
        await page.locator('[data-row] [data-open]').nth(3).click();
        assert.match(await page.locator('.formula').innerText(), /people × value .* × confidence .* ÷ effort/);
        await page.locator('.formula a').click();
        await page.locator('#value-h').waitFor();
        const counted = await page.locator('section:has(#value-h) dd').first().innerText();
        await page.locator('section:has(#value-h) summary').click();
        await page.locator('section:has(#value-h) [name=to]').fill('lots');
        await page.locator('section:has(#value-h) button[type=submit]').click();
        await page.locator('.error-summary').waitFor();
        assert.equal(await page.locator('#to').inputValue(), 'lots');
        await page.locator('#to').fill('7.5');
        await page.locator('#note').fill('Told by sales.');
        await page.locator('section:has(#value-h) button[type=submit]').click();
        const first = page.locator('tbody tr').first();
        await first.filter({ hasText: 'Told by sales.' }).waitFor();
        assert.match(await page.locator('section:has(#value-h) dd').first().innerText(), /^7\.5/);
        assert.deepEqual(await overflowing(page), []);
        await first.locator('button').click();
        await page.locator('tbody tr', { hasText: 'Taken back' }).first().waitFor();
        assert.equal(await page.locator('section:has(#value-h) dd').first().innerText(), counted);
      }));

    it('the list has the columns of choice and fits the screen', () =>
      manager(async (page) => {
        await page.goto('/desk');
        await page.locator('summary', { hasText: 'Columns' }).click();
        await page.locator('#column-why').check();
        await page.locator('#column-comments').check();
        await page.getByRole('button', { name: 'Show these' }).click();
        await page.locator('[data-row] [data-label="Why here"]').first().waitFor();
        assert.deepEqual(await overflowing(page), []);
        await page.locator('summary', { hasText: 'Columns' }).click();
        await page.getByRole('button', { name: 'The usual ones' }).click();
        await page.locator('.flash').waitFor();
        assert.equal(await page.locator('[data-label="Why here"]').count(), 0);
      }));

    it('the list is taken away as a file, and the log says so', () =>
      manager(async (page) => {
        await page.goto('/desk?board=gear');
        for (const kind of ['CSV', 'XLSX']) {
          const [file] = await Promise.all([
            page.waitForEvent('download'),
            page.getByRole('link', { name: kind, exact: true }).click(),
          ]);
          assert.match(file.suggestedFilename(), new RegExp(`^ideas-[\\d-]+\\.${kind.toLowerCase()}$`));
        }
        await page.goto('/desk/exports');
        assert.ok((await page.locator('tbody tr', { hasText: 'board=gear' }).count()) >= 2);
        assert.deepEqual(await overflowing(page), []);
      }));

    it('a lens is kept, looked through, copied and deleted', () =>
      manager(async (page) => {
        await page.goto('/desk?board=gear&unanswered=1');
        const titles = () => page.locator('[data-row] [data-open]').allInnerTexts();
        const filtered = await titles();
        await page.getByRole('link', { name: 'Keep this as a lens' }).click();
        await page.locator('#at_risk').fill('1000');
        await page.getByRole('button', { name: 'Save the lens' }).click();
        await page.locator('.error-summary').waitFor();
        assert.equal(await page.locator('#at_risk').inputValue(), '1000');
        await page.locator('#name').fill(name);
        await page.locator('#at_risk').fill('');
        assert.deepEqual(await overflowing(page), []);
        await page.getByRole('button', { name: 'Save the lens' }).click();
        await page.locator('#lens option[selected]', { hasText: name }).waitFor({ state: 'attached' });
        assert.deepEqual(await titles(), filtered);
        await page.goto('/desk');
        await page.locator('#lens').selectOption({ label: name });
        await page.getByRole('button', { name: 'Look' }).click();
        await page.locator('#lens option[selected]', { hasText: name }).waitFor({ state: 'attached' });
        assert.deepEqual(await titles(), filtered);
        assert.deepEqual(await overflowing(page), []);
        await page.goto('/desk/lenses');
        assert.deepEqual(await overflowing(page), []);
        await page.locator('tr', { hasText: name }).getByRole('button', { name: 'Copy' }).click();
        await page.locator('#name').waitFor();
        assert.equal(await page.locator('#name').inputValue(), `${name} 2`);
        for (const own of [`${name} 2`, name]) {
          await page.goto('/desk/lenses');
          await page.locator('tr', { has: page.getByRole('link', { name: own, exact: true }) }).getByRole('link', { name: 'Delete…' }).click();
          await page.getByRole('button', { name: 'Delete the lens' }).click();
          await page.locator('.flash').waitFor();
          assert.equal(await page.getByRole('link', { name: own, exact: true }).count(), 0);
        }
      }));

    it('a lens that weighs a segment and a plan is shared: another person looks through it and copies it, and does not change it', async () => {
      const own = `Fleets first ${js ? 'scripted' : 'plain'} ${width}`;
      await as('administrator', async (page) => {
        await page.goto('/desk/lenses/new');
        await page.locator('#name').fill(own);
        await page.locator('#reach_by-accounts').check();
        await page.locator('#lens_segment').selectOption({ label: 'May leave us' });
        await page.locator('#of_segment').fill('3');
        await page.locator('#lens_plan').fill('Pro fleet');
        await page.locator('#of_plan').fill('many');
        await page.getByRole('button', { name: 'Save the lens' }).click();
        await page.locator('#of_plan-error').waitFor();
        assert.equal(await page.locator('#of_segment').inputValue(), '3');
        assert.ok(await page.locator('#reach_by-accounts').isChecked());
        assert.deepEqual(await overflowing(page), []);
        await page.locator('#of_plan').fill('2');
        await page.getByRole('button', { name: 'Save the lens' }).click();
        await page.locator('.flash', { hasText: 'The lens is saved' }).waitFor();
      });
      await manager(async (page) => {
        await page.goto('/desk/lenses');
        assert.equal(await page.getByRole('link', { name: own, exact: true }).count(), 0, 'nobody else sees it until it is shared');
      });
      await as('administrator', async (page) => {
        await page.goto('/desk/lenses');
        await page.locator('tr', { hasText: own }).getByRole('link', { name: 'Edit' }).click();
        assert.deepEqual(
          [await page.locator('#of_segment').inputValue(), await page.locator('#lens_plan').inputValue(), await page.locator('#of_plan').inputValue()],
          ['3', 'Pro fleet', '2'],
        );
        await page.locator('#is_shared').check();
        await page.getByRole('button', { name: 'Save the lens' }).click();
        await page.locator('.flash', { hasText: 'The lens is saved' }).waitFor();
      });
      await manager(async (page) => {
        await page.goto('/desk/lenses');
        const row = page.locator('tr', { has: page.getByRole('link', { name: own, exact: true }) });
        await row.getByText('Marte Lindqvist').waitFor();
        await row.getByText('shared', { exact: true }).waitFor();
        assert.equal(await row.getByRole('link', { name: 'Edit' }).count(), 0);
        assert.equal(await row.getByRole('link', { name: 'Delete…' }).count(), 0);
        await row.getByRole('link', { name: own }).click();
        const until = Date.now() + 20_000;
        while (!(await page.getByText(/Order as of/).count()) && Date.now() < until) {
          await page.waitForTimeout(300);
          await page.reload();
        }
        await page.getByText(/Order as of/).waitFor();
        assert.ok((await page.locator('[data-row]').count()) > 0);
        assert.deepEqual(await overflowing(page), []);
        await page.goto('/desk/lenses');
        await row.getByRole('button', { name: 'Copy' }).click();
        await page.locator('.flash', { hasText: 'The copy is yours' }).waitFor();
        assert.equal(await page.locator('#of_plan').inputValue(), '2');
        assert.equal(await page.locator('#is_shared').isChecked(), false);
        await page.goto('/desk/lenses');
        await page.locator('tr', { hasText: own }).filter({ hasText: 'Priya Raghunathan' }).getByRole('link', { name: 'Delete…' }).click();
        await page.getByRole('button', { name: 'Delete the lens' }).click();
        await page.locator('.flash', { hasText: 'The lens is deleted' }).waitFor();
      });
    });
  });
});
