// One sitting at a desk with more than 5,000 open ideas: through a lens of what endangered customers want, the ten that
// matter are read, believed and each sent to a team, with a sentence why.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

const TEN = 10;
/** Much more than it takes on a machine that does nothing else. */
const SETTLED_WITHIN_MS = 240_000;

describe('a sitting at a busy desk', () => {
  const on = stage({ scale: 'busy' });

  it('leads from 5,000 open ideas to the ten that matter, each with a team', () =>
    on.page({ role: 'product manager', js: false }, async (page) => {
      await page.goto('/desk?routed=no');
      const file = await on.app.fetch(on.browser, 'product manager', await page.getByRole('link', { name: 'CSV' }).getAttribute('href'));
      const waiting = (await file.text()).trimEnd().split(/\r?\n/).length - 1;
      assert.ok(waiting >= 5000, `${waiting} ideas to review that no team has`);

      await page.getByRole('link', { name: 'Keep this as a lens' }).click();
      await page.locator('#name').fill('Whom we may lose');
      await page.locator('#at_risk').fill('5');
      await page.getByRole('button', { name: 'Save the lens' }).click();
      const lens = await settled(page);

      const chosen = [];
      for (let nth = 0; nth < TEN; nth += 1) {
        await page.goto(lens);
        const row = page.locator('[data-row]').first();
        const title = await row.locator('[data-open]').innerText();
        await row.locator('[data-open]').click();
        const sentence = await page.locator('.formula').first().innerText();
        assert.match(sentence, /\d+ people × value [\d.]+ .*× confidence 0\.\d+ .*÷ effort/, title);
        await page.locator('#accounts').waitFor();
        await page.locator('#team').selectOption({ index: 1 + (nth % 3) });
        const why = `Asked for by customers whom we may lose. ${sentence.split('\n')[0]}`;
        await page.locator('#route_note').fill(why);
        await send(page, page.locator('.flash[role=status]').or(page.getByText('A rule sent it')));
        // A rule may have sent it somewhere in the meantime: that is said, what was typed is kept, and sending again sends.
        if (await page.getByText('A rule sent it').count()) {
          assert.equal(await page.locator('#route_note').inputValue(), why);
          if (await page.locator('#team-error').count()) await page.locator('#team').selectOption({ index: 1 + ((nth + 1) % 3) });
          await send(page, page.locator('.flash[role=status]'));
        }
        assert.equal(await page.locator('.flash[role=status]').count(), 1, `${title}: ${await page.getByRole('main').innerText()}`);
        chosen.push({ title, path: new URL(page.url()).pathname });
      }
      assert.equal(new Set(chosen.map(({ path }) => path)).size, TEN, 'ten different ideas');

      await page.goto(lens);
      const left = await page.locator('[data-row] [data-open]').allInnerTexts();
      assert.deepEqual(left.filter((title) => chosen.some((one) => one.title === title)), [], 'what is sent is off the list');
      assert.deepEqual(await overflowing(page), []);
      for (const { path } of chosen) {
        const answer = await page.goto(path.replace('/desk', ''));
        assert.equal(answer.status(), 200);
      }
    }));

  it('and the teams find them in their inboxes', () =>
    on.page({ role: 'administrator', js: false }, async (page) => {
      await page.goto('/desk/teams');
      const teams = await page.getByRole('main').locator('a[href^="/desk/teams/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      let found = 0;
      for (const team of new Set(teams.filter((path) => /^\/desk\/teams\/[^/?#]+$/.test(path) && path !== '/desk/teams/new'))) {
        for (let path = team; path; [path] = await page.locator('a[rel=next]').evaluateAll((links) => links.map((link) => link.href))) {
          await page.goto(path);
          found += await page.getByText('Asked for by customers whom we may lose.').count();
        }
      }
      assert.ok(found >= TEN, `${found} of ${TEN}`);
    }));
});

/** Sends the form and waits for what the next page says: a click alone may return before the browser leaves this one. */
async function send(page, said) {
  await page.getByRole('button', { name: /^(route|send)\b/i }).first().click();
  await said.first().waitFor();
}

/** Waits until the lens has its order, which a job makes after the events that wait, and gives its address. */
async function settled(page) {
  const lens = page.url();
  const until = Date.now() + SETTLED_WITHIN_MS;
  while (Date.now() < until) {
    if (await page.getByText(/as of/i).count()) return lens;
    await page.waitForTimeout(500);
    await page.goto(lens);
  }
  throw new Error('the lens got no order');
}
