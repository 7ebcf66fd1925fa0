// Customers as a product manager meets them: an account is made, described, found, read and printed for a meeting, a segment is
// made and deleted unless a rule follows it, and the desk is narrowed to what a segment asks for; and what a customer reads of
// their own account. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faults } from './support/axe.mjs';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

describe('customers', () => {
  // Customers of no account, one for each walk: whoever belongs to one is asked about before they move.
  const free = ['mossback', 'oyelaran', 'tarp_and_tea', 'lin_hiker'];
  const on = stage();

  on.everyWay(({ js, width, as }) => {
    const name = `Trailhead ${js ? 'scripted' : 'plain'} ${width}`;
    const send = (page) => page.locator('main form button[type=submit]').first().click();
    const handle = `@${free.shift()}`;
    let account;

    it('an account that cannot be taken comes back as typed, and then is made', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/accounts/new');
        await page.locator('#name').fill(name);
        await page.locator('#value').fill('1,200');
        await page.locator('#currency').fill('EUR');
        await send(page);
        await page.locator('.error-summary').waitFor();
        assert.equal(await page.locator('#name').inputValue(), name);
        assert.equal(await page.locator('#value').inputValue(), '1,200');
        await page.locator('#value').fill('1200');
        await send(page);
        await page.getByRole('heading', { level: 1, name }).waitFor();
        account = new URL(page.url()).pathname;
        assert.match(account, /^\/desk\/accounts\/\d+$/);
        assert.deepEqual(await overflowing(page), []);
      }));

    it('it is found by how its name begins, and somebody is put into it', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/accounts');
        await page.locator('#f-q').fill(name.toLowerCase());
        await page.locator('#f-q').press('Enter');
        await page.getByRole('main').getByRole('link', { name }).click();
        assert.equal(new URL(page.url()).pathname, account);
        await page.locator('#person').fill(handle);
        await page.locator('section[aria-labelledby=people-h] form').last().locator('button').click();
        await page.locator('section[aria-labelledby=people-h] li', { hasText: handle }).waitFor();
      }));

    it('it is told who looks after it, how it is doing and by which addresses its people are known', () =>
      as('product manager', async (page) => {
        const domain = `trailhead-${js ? 'scripted' : 'plain'}-${width}.example`;
        await page.goto(account);
        await page.getByRole('link', { name: 'Edit', exact: true }).click();
        await page.locator('#domains').fill(`${domain}\ngmail.com`);
        await page.locator('#plan').fill('Rental');
        await page.locator('#segment').fill('Shops');
        await page.locator('#health').selectOption({ label: 'At risk' });
        await page.locator('#owner').fill('nobody-here');
        await send(page);
        await page.locator('#domains-error', { hasText: 'Anybody can have an address at number 2' }).waitFor();
        assert.match(await page.locator('#domains').inputValue(), new RegExp(domain));
        assert.equal(await page.locator('#health option:checked').innerText(), 'At risk');
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
        await page.locator('#domains').fill(domain);
        await send(page);
        await page.locator('.error-summary', { hasText: 'We know no member of staff with that handle' }).waitFor();
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
        await page.locator('#owner').fill('jonah');
        await send(page);
        await page.locator('.flash', { hasText: 'The account is saved' }).waitFor();
        const facts = (await page.locator('main dl.facts').innerText()).replaceAll(/\s+/g, ' ');
        assert.match(facts, new RegExp(`Plan Rental Segment label Shops Health at risk Looked after by Jonah .* Mail domains ${domain}`, 'i'));
        assert.match(await page.locator('.factor-grid').innerText(), /1,200/);
        assert.deepEqual(await overflowing(page), []);
      }));

    it('an account’s page says what it asks for and since when, what it got and whether that helped, and what it is asked', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/accounts');
        await page.getByRole('main').getByRole('link', { name: 'Refugios del Norte' }).click();
        const section = (id) => page.locator(`section[aria-labelledby=${id}]`);
        await section('questions-h').getByRole('link', { name: 'Repair first, replace only if I ask' }).waitFor();
        assert.ok((await section('questions-h').locator('p.plain').first().innerText()).length > 20, 'the question itself');
        for (const [id, wait] of [['open-h', 'Waiting'], ['got-h', 'Waited']]) {
          const rows = section(id).locator('tbody tr');
          assert.ok((await rows.count()) > 0, id);
          assert.equal(await rows.locator(`td[data-label="${wait}"]`, { hasText: /^\d+ days?$|^today$/ }).count(), await rows.count(), wait);
        }
        const counts = (await page.locator('.factor-grid dd').allInnerTexts()).map((text) => Number.parseInt(text, 10));
        assert.deepEqual(
          [counts[1], counts[2]],
          [await section('open-h').locator('tbody tr').count(), await section('got-h').locator('tbody tr').count()],
        );
        assert.match(await page.locator('.factor-grid').innerText(), /1,780\.50/);
        assert.match(await section('got-h').innerText(), /(Solved it|In part|Not): \d/);
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
      }));

    it('printed, it leaves out people and buttons', () =>
      as('product manager', async (page) => {
        await page.goto(account);
        assert.ok(await page.locator('#people-h').isVisible());
        await page.emulateMedia({ media: 'print' });
        assert.equal(await page.locator('#people-h').isVisible(), false);
        assert.ok(await page.locator('.print-only').isVisible());
        assert.ok(await page.locator('#open-h').isVisible());
      }));

    it('the desk is narrowed to what a segment asks for, and says who asks', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/segments');
        await page.locator('main a[href*="/desk?segment="]').first().click();
        await page.locator('[data-row] .asking a').first().waitFor();
        const [rows, asked] = [await page.locator('[data-row]').count(), await page.locator('.asking').count()];
        assert.equal(asked, rows, 'every idea in the list has an account behind it');
        assert.deepEqual(await overflowing(page), []);
      }));

    it('a segment of one’s own is refused with a wrong range, made, looked at and deleted', () =>
      as('product manager', async (page) => {
        const segment = `Shops ${name}`;
        await page.goto('/desk/segments');
        await page.getByRole('link', { name: 'New segment' }).click();
        await page.locator('#name').fill(segment);
        await page.locator('#labels').fill('Shops');
        await page.locator('#currency').fill('EUR');
        await page.locator('#least').fill('900');
        await page.locator('#most').fill('800');
        await send(page);
        await page.locator('.error-summary', { hasText: 'This is less than the least amount' }).waitFor();
        assert.deepEqual([await page.locator('#name').inputValue(), await page.locator('#most').inputValue()], [segment, '800']);
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
        await page.locator('#most').fill('2000');
        await send(page);
        await page.locator('.flash', { hasText: 'The segment is saved' }).waitFor();
        const row = page.locator('tbody tr', { hasText: segment });
        assert.ok(Number.parseInt(await row.locator('td.num').first().innerText(), 10) >= 1, 'accounts in it');
        await row.getByRole('link', { name: /^Accounts/ }).click();
        await page.getByRole('main').getByRole('link', { name, exact: true }).waitFor();
        await page.goto('/desk/segments');
        await row.getByRole('link', { name: /^Delete/ }).click();
        await page.locator('button.btn-danger').waitFor();
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
        await page.locator('button.btn-danger').click();
        await page.locator('.flash', { hasText: 'The segment is deleted' }).waitFor();
        assert.equal(await row.count(), 0);
      }));

    it('a segment that a rule follows is not deleted', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/segments');
        const row = page.locator('tbody tr', { hasText: 'May leave us' });
        await row.getByRole('link', { name: /^Delete/ }).click();
        await page.locator('button.btn-danger').click();
        await page.locator('.flash.warn', { hasText: 'A rule asks for this segment. Change the rule first.' }).waitFor();
        await row.waitFor();
        await row.locator('th a').click();
        await page.locator('.flash.warn', { hasText: 'Asked for by those who may leave' }).waitFor();
        assert.deepEqual(await overflowing(page), []);
      }));

    it('a customer reads which account they belong to and what is stored about it', () =>
      as('customer', async (page) => {
        await page.goto('/settings/data');
        const own = page.locator('section[aria-labelledby=h-account]');
        const facts = (await own.locator('dl').innerText()).replaceAll(/\s+/g, ' ').trim();
        assert.match(facts, /^Account Fernweh Travel How you belong to it by .+ Plan Club Segment label Travel$/);
        assert.deepEqual(await overflowing(page), []);
      }));

    it('a customer is told that the page is not theirs', () =>
      as('customer', async (page) => {
        const answer = await page.goto(account);
        assert.equal(answer.status(), 403);
        assert.equal(await page.getByText(name).count(), 0);
      }));
  });
});
