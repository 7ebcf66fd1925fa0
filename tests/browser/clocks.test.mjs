// Working time as a product manager meets it: a calendar that cannot be taken comes back, a team's clock is set, a board's promise
// is made, and the queue of promises leads to an idea. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

describe('clocks', () => {
  const on = stage();

  on.everyWay(({ as }) => {
    const send = (page) => page.locator('main form button[type=submit]').first().click();

    it('a calendar that cannot be taken comes back as typed, and a calendar file adds its days', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/calendar');
        await page.locator('#monday').fill('17-9');
        await send(page);
        await page.locator('.error-summary').waitFor();
        assert.equal(await page.locator('#monday').inputValue(), '17-9');
        await page.locator('#monday').fill('08:30-16:30');
        await page.locator('#more').fill('BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20270517\nSUMMARY:Constitution Day\nEND:VEVENT\nEND:VCALENDAR');
        await send(page);
        await page.locator('.flash').waitFor();
        assert.match(await page.locator('#holidays').inputValue(), /2027-05-17 Constitution Day/);
        assert.deepEqual(await overflowing(page), []);
      }));

    it('a team gets a clock that reminds and escalates', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/teams/stoves/clock');
        await page.locator('#due_days').fill('5');
        await page.locator('#remind_hours').fill('8');
        await page.locator('#escalate_hours').fill('4');
        await page.locator('#escalate_to').selectOption('');
        await send(page);
        await page.locator('.error-summary').waitFor();
        await page.locator('#escalate_to').selectOption({ label: 'Customer care' });
        await send(page);
        await page.locator('.flash').waitFor();
        assert.equal(await page.locator('#due_days').inputValue(), '5');
        assert.deepEqual(await overflowing(page), []);
      }));

    it('a board makes a promise and its page shows it', () =>
      as('administrator', async (page) => {
        await page.goto('/admin/boards');
        await page.getByRole('main').getByRole('link', { name: 'Trips app' }).first().click();
        await page.locator('main a[href$="/promise"]').click();
        await page.locator('#days').fill('7');
        await send(page);
        await page.getByText('promises a first answer within 7 working days').waitFor();
        await page.goto('/boards/app');
        await page.getByText('a first answer within 7 working days').waitFor();
        await page.goto('/boards/gear');
        await page.getByText(/In the last 90 days \d+ % were answered in time/).waitFor();
        assert.deepEqual(await overflowing(page), []);
      }));

    it('the queue of promises leads to what is about to break', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/promises');
        assert.deepEqual(await overflowing(page), []);
        await page.locator('tbody th a').first().click();
        assert.match(new URL(page.url()).pathname, /^\/desk\/ideas\/\d+$/);
      }));

    it('a route that was escalated says to whom', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/teams/tents-packs');
        assert.match(await page.locator('.route .badge.late').first().innerText(), /^Escalated to Priya Raghunathan on \d/);
        assert.deepEqual(await overflowing(page), []);
      }));
  });
});
