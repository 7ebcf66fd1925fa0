// What a customer said on the telephone: a product manager files it with their words, readers learn that it was filed and
// not for whom, and whoever it was for finds it waiting, stands by it or takes it back, and counts once. And a part of an idea
// that voters are invited to. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faults } from './support/axe.mjs';
import { overflowing, WIDTHS } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

describe('capture', () => {
  const on = stage();

  it('what was filed for the customer waits for them, and they stand by it', () =>
    on.page({ role: 'customer', js: false, width: WIDTHS[0] }, async (page) => {
      await page.goto('/');
      await page.getByRole('link', { name: 'Have a look' }).click();
      assert.equal(new URL(page.url()).pathname, '/me/waiting');
      assert.deepEqual(await overflowing(page), []);
      await page.locator('article button[value=confirm]').first().click();
      await page.locator('.flash', { hasText: 'it is yours now' }).waitFor();
      await page.goto('/');
      assert.equal(await page.getByRole('link', { name: 'Have a look' }).count(), 0);
    }));

  on.everyWay(({ js, width, as }) => {
    const words = `It hurts every Tuesday (${js} ${width})`;
    let desk, open;

    it('a form that cannot be taken comes back as typed, and then is filed', () =>
      as('product manager', async (page) => {
        await page.goto('/desk');
        await page.locator('[data-row] [data-open]').first().click();
        desk = new URL(page.url()).pathname;
        await page.locator('a[href*="/desk/capture?idea="]').click();
        await page.locator('#words').fill(words);
        await page.locator('#email').fill('nobody');
        await page.locator('main form button[type=submit]').click();
        await page.locator('.error-summary').waitFor();
        assert.equal(await page.locator('#words').inputValue(), words);
        await page.locator('#email').fill(`caller-${js}-${width}@calls.example`);
        await page.locator('#name').fill('Kari Nordmann');
        await page.locator('main form button[type=submit]').click();
        await page.locator('blockquote', { hasText: words }).waitFor();
        assert.equal(new URL(page.url()).pathname, desk);
        open = await page.locator('.page-head a[href*="/ideas/"]').last().getAttribute('href');
        assert.deepEqual(await overflowing(page), []);
      }));

    it('readers learn that it was filed, and not for whom', () =>
      as('visitor', async (page) => {
        await page.goto(open);
        await page.getByText('filed by the company for').first().waitFor();
        assert.equal(await page.getByText('Kari Nordmann').count(), 0);
        assert.equal(await page.getByText(words).count(), 0);
        assert.deepEqual(await overflowing(page), []);
      }));

    it('a part becomes an idea of its own, linked with the whole', () =>
      as('product manager', async (page) => {
        await page.goto(`${desk}/split`);
        const title = `Only the handle ${js} ${width}`;
        await page.locator('#title').fill(title);
        await page.locator('#body').fill('The rest is fine as it is.');
        await page.locator('#whom-nobody').check();
        assert.deepEqual(await overflowing(page), []);
        await page.locator('main form button[type=submit]').click();
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        assert.equal(await page.locator(`.aside a[href$="${desk}"]`).count(), 1);
      }));

    /** Files what `fill` says for the customer of the demonstration, with a conversation to go with it. */
    const file = (said, fill) =>
      as('product manager', async (page) => {
        await page.goto('/desk/capture');
        await page.locator('#email').fill('fernweh_anna@example.com');
        await page.locator('#words').fill(said);
        await page.locator('#source').fill(conversation);
        await fill(page);
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
        await page.locator('main form button[type=submit]').click();
        await page.locator('.flash', { hasText: 'The customer is told on their next visit' }).waitFor();
        const quote = page.locator('blockquote', { hasText: said });
        await quote.getByText('not confirmed yet').waitFor();
        assert.equal(await quote.getByRole('link', { name: 'Open the conversation' }).getAttribute('href'), conversation);
        return new URL(page.url()).pathname;
      });
    /** What waits for the customer, as they find it on their next visit. */
    const waits = async (page, title) => {
      await page.goto('/');
      await page.getByText('Something waits for your answer.').waitFor();
      await page.getByRole('link', { name: 'Have a look' }).click();
      const own = page.locator('article.panel', { hasText: title });
      await own.waitFor();
      assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
      return own;
    };
    const votes = async (page) => Number(await page.locator('.idea-head [data-votes]').getAttribute('data-votes'));
    const conversation = `https://support.halden.example/calls/${width}`;
    const title = `A hook for the wet sock (${js} ${width})`;
    let filed, voted, before;

    it('a new idea is filed for a customer, with a link to the conversation', async () => {
      filed = await file(`My socks never dry (${js} ${width})`, async (page) => {
        await page.locator('#what-idea').check();
        await page.locator('#title').fill(title);
        await page.locator('#board').selectOption({ label: 'Gear' });
        await page.locator('#body').fill('One inside, at the top, where the air goes.');
      });
      await as('visitor', async (page) => {
        await page.goto(filed.replace('/desk', ''));
        await page.locator('.idea-head', { hasText: 'Filed by the company for a customer' }).waitFor();
        await page.locator('.idea-head', { hasText: 'Priya Raghunathan' }).waitFor();
        assert.equal(await page.getByText('never dry').count(), 0);
        assert.equal(await page.getByText('Anna Reichelt').count(), 0);
      });
    });

    it('the customer is told on the next visit and stands by it: the idea is theirs', () =>
      as('customer', async (page) => {
        const own = await waits(page, title);
        await own.getByText('Priya Raghunathan posted this idea for you').waitFor();
        assert.equal(await own.getByRole('link', { name: 'Open the conversation' }).getAttribute('href'), conversation);
        await own.locator('button[value=confirm]').click();
        await page.locator('.flash', { hasText: 'it is yours now' }).waitFor();
        await page.goto(filed.replace('/desk', ''));
        await page.locator('.idea-head', { hasText: 'Anna Reichelt' }).waitFor();
        await page.getByRole('link', { name: 'Edit', exact: true }).waitFor();
      }));

    it('what is filed counts once beside their own vote, which stays when what was filed is taken back', async () => {
      voted = await as('customer', async (page) => {
        await page.goto('/boards/gear?order=new');
        const row = page.locator('.idea-row', { has: page.locator('form.vote[data-mine=none]') }).first();
        const name = await row.locator('h2 a').innerText();
        await row.locator('h2 a').click();
        before = await votes(page);
        await page.locator('.idea-head .vote button[value=up]').click();
        await page.locator(`.idea-head .vote[data-mine=up][data-votes="${before + 1}"]`).waitFor();
        return { path: new URL(page.url()).pathname, name };
      });
      await file(`I would use it daily (${js} ${width})`, (page) => page.locator('#idea').fill(/\d+/.exec(voted.path)[0]));
      await as('customer', async (page) => {
        await page.goto(voted.path);
        await page.getByText('Something was filed here on your behalf.').waitFor();
        assert.equal(await votes(page), before + 1, 'it counts once');
        const own = await waits(page, voted.name);
        await own.locator('button[value=withdraw]').click();
        await page.locator('.flash', { hasText: 'It is taken back' }).waitFor();
        await page.goto(voted.path);
        assert.equal(await votes(page), before + 1, 'their own vote stays');
        await page.locator('.idea-head .vote[data-mine=up]').waitFor();
      });
    });

    it('what is taken back is gone with its words', async () => {
      const said = `Not what I meant (${js} ${width})`;
      const other = await as('customer', async (page) => {
        await page.goto('/boards/app?order=new');
        await page.locator('.idea-row', { has: page.locator('form.vote[data-mine=none]') }).first().locator('h2 a').click();
        return { path: new URL(page.url()).pathname, title: await page.locator('h1').innerText(), votes: await votes(page) };
      });
      const desk = await file(said, (page) => page.locator('#idea').fill(/\d+/.exec(other.path)[0]));
      await as('visitor', async (page) => {
        await page.goto(other.path);
        assert.equal(await votes(page), other.votes + 1, 'until then it counts');
      });
      await as('customer', async (page) => {
        const own = await waits(page, other.title);
        await own.getByText('Priya Raghunathan filed your vote for this idea').waitFor();
        await own.getByText(said).waitFor();
        await own.locator('button[value=withdraw]').click();
        await page.locator('.flash', { hasText: 'It is taken back, and your words are deleted' }).waitFor();
        await page.goto(other.path);
        assert.equal(await votes(page), other.votes);
        await page.locator('.idea-head .vote[data-mine=none]').waitFor();
      });
      await as('product manager', async (page) => {
        await page.goto(desk);
        await page.locator('#captures-h').waitFor();
        assert.equal(await page.getByText(said).count(), 0);
      });
    });

    it('a voter is invited to a part of what they voted on, and promotes it with one tap', async () => {
      const part = `Only its clip (${js} ${width})`;
      const desk = await as('product manager', async (page) => {
        await page.goto(`/desk/ideas/${/\d+/.exec(voted.path)[0]}/split`);
        await page.locator('#title').fill(part);
        await page.locator('#body').fill('The rest is fine as it is.');
        await page.locator('#whom-chosen').check();
        await page.locator('main form button[type=submit]').first().click();
        await page.locator('#whom-error').waitFor();
        assert.equal(await page.locator('#title').inputValue(), part);
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
        await page.getByLabel('Anna Reichelt').check();
        await page.locator('main form button[type=submit]').first().click();
        await page.getByRole('heading', { level: 1, name: part }).waitFor();
        return new URL(page.url()).pathname;
      });
      await as('customer', async (page) => {
        const own = await waits(page, part);
        await own.getByText('Was a part of').waitFor();
        await own.locator('h3 a').click();
        await page.locator('#invitation', { hasText: 'This part of it stands for itself now' }).waitFor();
        const before = await votes(page);
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
        await page.locator('#invitation button[value=yes]').click();
        await page.locator('.flash', { hasText: 'Your promotion counts here, too' }).waitFor();
        await page.goto(desk.replace('/desk', ''));
        assert.equal(await votes(page), before + 1);
        assert.equal(await page.locator('#invitation').count(), 0);
      });
      await as('product manager', async (page) => {
        await page.goto(desk);
        await page.locator('section[aria-labelledby=captures-h]').getByText('Invited from the idea that this was a part of: 1. Promoted it: 1.').waitFor();
      });
    });
  });

  it('who asked for what was delivered says in two taps whether it helped, and the numbers are public', async () => {
    let path;
    await on.page({ role: 'customer', js: false, width: WIDTHS[0] }, async (page) => {
      await page.goto('/me/waiting');
      await page.locator('section[aria-labelledby=delivered-h] a').first().click();
      path = new URL(page.url()).pathname;
      await page.locator('#outcome-solved').check();
      await page.locator('#outcome button[type=submit]').first().click();
      await page.locator('.flash', { hasText: 'Thank you' }).waitFor();
      assert.ok(await page.locator('#outcome-solved').isChecked());
      assert.deepEqual(await overflowing(page), []);
    });
    await on.page({ role: 'visitor', js: false, width: WIDTHS[0] }, async (page) => {
      await page.goto(path);
      await page.locator('#outcome', { hasText: 'It helped' }).waitFor();
    });
  });
});
