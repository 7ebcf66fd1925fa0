// One wish, once: ideas are linked, the queue of suggested duplicates is filled, compared anew and decided on, two are merged and
// taken apart again, and of two managers who merge at once the second reads what happened. With and without JavaScript, on a
// phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

/** What each kind of link reads at the idea that it starts at, and at the other one. */
const KINDS = {
  duplicate_of: ['Duplicate of', 'Has duplicate'],
  part_of: ['Part of', 'Has part'],
  alternative_to: ['Alternative to', 'Alternative to'],
  depends_on: ['Depends on', 'Needed by'],
  extends: ['Extends', 'Extended by'],
};

describe('one idea, once', () => {
  const on = stage();
  // Each way has ideas of its own to be like each other, and kinds of links of its own.
  const things = [['hammock strap', 'wooden handle'], ['bread oven', 'glass door'], ['canoe paddle', 'copper tip'], ['snow saw', 'leather sheath']];
  const kinds = [['duplicate_of', 'part_of'], ['alternative_to', 'depends_on'], ['extends', 'duplicate_of'], ['part_of', 'extends']];

  on.everyWay(({ js, width, as }) => {
    const [[thing, part], ways] = [things.shift(), kinds.shift()];
    const titles = {
      first: `Sell a ${thing} with a ${part}`,
      second: `Please sell the ${thing} with a ${part}`,
      third: `A ${part} for the ${thing}, and sell that`,
    };
    const said = `Mine broke in the second year, ${js ? 'scripted' : 'plain'} ${width}.`;
    const ideas = {};
    const main = (page) => page.getByRole('main');
    const desk = (idea) => `/desk/ideas/${idea.id}`;
    const flashed = (page, text) => page.locator('.flash', { hasText: text }).waitFor();
    /** A pair of the queue, by its newer and its older idea. */
    const pair = (page, newer, older) => {
      const head = (hasText) => ({ has: page.locator('h2', { hasText }) });
      return page.locator('section').filter(head(newer)).filter(head(older));
    };
    const queue = async (page) => {
      await page.goto('/desk/duplicates');
      assert.deepEqual(await overflowing(page), []);
    };
    /** Looks at the queue until something is there: what follows from an act comes a moment later. */
    const queueWith = async (page, find) => {
      for (let tries = 0; tries < 60; tries += 1) {
        await queue(page);
        if (await find(page).count()) return;
        await page.waitForTimeout(250);
      }
      assert.fail(`the queue never has ${find(page)}`);
    };
    /** Compares everything anew, to the end. */
    const compare = async (page) => {
      await queue(page);
      await page.locator('#comparison button').click();
      await flashed(page, 'being compared');
      await queueWith(page, (own) => own.locator('#comparison', { hasText: 'compared on' }));
    };

    it('ideas that are alike are posted, and wait in the queue', async () => {
      for (const [own, role] of [['first', 'customer'], ['second', 'product manager'], ['third', 'administrator']]) {
        ideas[own] = await as(role, (page) => post(page, titles[own], `The ${thing} breaks where I hold it. A ${part} would last.`));
      }
      await as('customer', async (page) => {
        await page.goto(ideas.second.path);
        await page.getByRole('textbox', { name: /comment/i }).first().fill(said);
        await page.getByRole('button', { name: /^(post |add )?comment$/i }).first().click();
        await page.getByText(said).first().waitFor();
      });
      await as('product manager', async (page) => {
        for (const [newer, older] of [['second', 'first'], ['third', 'first'], ['third', 'second']]) {
          await queueWith(page, (own) => pair(own, titles[newer], titles[older]));
        }
      });
    });

    it('staff links it with another; both tell of it, and it is removed at either', () =>
      as('product manager', async (page) => {
        const [other] = await old(page);
        const links = page.locator('details', { has: page.locator('#link-kind') });
        const show = async (path) => {
          await page.goto(path);
          if (!(await links.evaluate((details) => details.open))) await links.locator('summary').click();
        };
        const linked = (title) => links.locator('li', { hasText: title });
        await show(ideas.first.path);
        await page.locator('#to').fill('no such idea');
        await links.locator('form').last().locator('button').click();
        await page.locator('#to-error').waitFor();
        assert.equal(await page.locator('#to').inputValue(), 'no such idea');
        for (const kind of ways) {
          await show(ideas.first.path);
          await page.locator('#link-kind').selectOption(kind);
          await page.locator('#to').fill(other.path);
          await links.locator('form').last().locator('button').click();
          await flashed(page, 'linked');
          await show(ideas.first.path);
          assert.deepEqual(await overflowing(page), []);
          assert.match((await linked(other.title).innerText()).trim(), new RegExp(`^${KINDS[kind][0]}`, 'i'));
          await show(other.path);
          assert.match((await linked(titles.first).innerText()).trim(), new RegExp(`^${KINDS[kind][1]}`, 'i'));
          await linked(titles.first).locator('button').click();
          await page.locator('.flash').waitFor();
          await show(ideas.first.path);
          assert.equal(await linked(other.title).count(), 0);
        }
      }));

    it('a pair is put off, another is not the same, and a new comparison brings neither back', () =>
      as('product manager', async (page) => {
        await queue(page);
        await pair(page, titles.third, titles.second).locator('button[value=later]').click();
        await flashed(page, 'comes back in a week');
        assert.equal(await pair(page, titles.third, titles.second).count(), 0);
        await pair(page, titles.third, titles.first).locator('button[value=not-same]').click();
        await flashed(page, 'not suggested again');
        await compare(page);
        await pair(page, titles.second, titles.first).waitFor();
        assert.equal(await pair(page, titles.third, titles.first).count(), 0);
        assert.equal(await pair(page, titles.third, titles.second).count(), 0);
      }));

    it('of two who merge at once, the second reads who was first and keeps what was chosen', () =>
      as('product manager', async (page) => {
        await page.goto(`${desk(ideas.third)}/merge`);
        await page.locator('#into').fill('no such idea');
        await main(page).locator('form button').first().click();
        await page.locator('#into-error').waitFor();
        assert.equal(await page.locator('#into').inputValue(), 'no such idea');
        assert.deepEqual(await overflowing(page), []);
        await page.locator('#into').fill(`#${ideas.second.id}`);
        await main(page).locator('form button').first().click();
        await page.locator('#union-h').waitFor();
        await on.page({ role: 'administrator', js, width }, async (other) => {
          await other.goto(`${desk(ideas.third)}/merge?into=${ideas.first.id}`);
          await other.locator('form[method=post][action$="/merge"] button').click();
          await flashed(other, 'The ideas are merged.');
        });
        await page.locator('form[method=post][action$="/merge"] button').click();
        await page.locator('.flash.warn', { hasText: 'merged this idea' }).getByRole('link', { name: titles.first }).waitFor();
        await page.locator(`a[href$="/ideas/${ideas.first.id}/merge?into=${ideas.second.id}"]`).waitFor();
        assert.deepEqual(await overflowing(page), []);
        await page.locator('form[action$="/unmerge"] button').click();
        await flashed(page, 'stands for itself again');
      }));

    it('two of the queue are merged, and a vote on the old address counts where it went', () =>
      as('moderator', async (late) => {
        await late.goto(ideas.second.path);
        await as('product manager', async (page) => {
          await queue(page);
          await pair(page, titles.second, titles.first).locator('a.btn-primary').click();
          await page.locator('#union-h').waitFor();
          assert.deepEqual(await main(page).locator('.pair h3').allInnerTexts(), [titles.second, titles.first]);
          assert.deepEqual(await overflowing(page), []);
          await page.locator('form[method=post][action$="/merge"] button').click();
          await flashed(page, 'The ideas are merged.');
          await page.locator('#merged', { hasText: titles.second }).waitFor();
          assert.deepEqual(await overflowing(page), []);
          await queue(page);
          assert.equal(await pair(page, titles.second, titles.first).count(), 0);
        });
        await late.getByRole('main').getByRole('button', { name: /^promote/i }).first().click();
        await late.locator('[data-votes="3"]').first().waitFor();
        await late.goto(ideas.first.path);
        await late.locator('[data-votes="3"]').first().waitFor();
      }));

    it('the old address leads there, with the comments, their origin and the credit of the author', () =>
      as('visitor', async (page) => {
        await page.goto(ideas.second.path);
        await page.getByRole('heading', { level: 1, name: titles.first }).waitFor();
        assert.equal(new URL(page.url()).pathname, ideas.first.path);
        await flashed(page, titles.second);
        const comment = page.locator('#comments li', { hasText: said });
        await comment.getByText('Written on').waitFor();
        await comment.getByRole('link', { name: titles.second }).waitFor();
        assert.deepEqual(await overflowing(page), []);
        const card = page.locator('#merged li', { hasText: titles.second });
        assert.ok(await card.locator('a[href*="/people/"]').count(), 'its author has the credit');
        await card.getByRole('link', { name: titles.second }).click();
        await page.getByRole('heading', { level: 1, name: titles.second }).waitFor();
        assert.match(new URL(page.url()).pathname, /\/ideas\/\d+\/merged$/);
        await page.locator('.flash').getByRole('link', { name: titles.first }).waitFor();
        assert.equal(await page.locator('form[action$="/unmerge"]').count(), 0, 'a visitor undoes nothing');
        assert.deepEqual(await overflowing(page), []);
      }));

    it('the merge is undone: both stand for themselves, and the pair is not suggested again', async () => {
      await as('product manager', async (page) => {
        await page.goto(`/ideas/${ideas.second.id}/merged`);
        await page.locator('form[action$="/unmerge"] button').click();
        await flashed(page, 'stands for itself again');
        await compare(page);
        assert.equal(await pair(page, titles.second, titles.first).count(), 0);
      });
      await as('visitor', async (page) => {
        await page.goto(ideas.second.path);
        await page.getByRole('heading', { level: 1, name: titles.second }).waitFor();
        await page.getByText(said).first().waitFor();
        await page.goto(ideas.first.path);
        await page.locator('[data-votes="2"]').first().waitFor();
        assert.equal(await page.getByText(said).count(), 0);
        assert.equal(await page.locator('#merged').count(), 0);
      });
    });
  });
});

/** Posts an idea; gives its address and number. */
async function post(page, title, body) {
  await page.goto('/ideas/new');
  for (const name of [/^board/i, /^category/i]) {
    const select = page.getByRole('combobox', { name });
    if ((await select.count()) && !(await select.first().inputValue())) {
      const values = await select.first().locator('option').evaluateAll((options) => options.map((option) => option.value));
      await select.first().selectOption(values.find((value) => value !== ''));
    }
  }
  await page.locator('#title').fill(title);
  await page.locator('#body').fill(body);
  await page.locator('#submit .form-acts button').first().click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  const path = new URL(page.url()).pathname;
  return { path, id: /\/ideas\/(\d+)/.exec(path)[1] };
}

/** Ideas of long ago: their addresses and titles. */
async function old(page) {
  await page.goto('/?order=top');
  const links = page.getByRole('main').locator('h2 a[href*="/ideas/"]');
  return links.evaluateAll((all) => all.map((own) => ({ path: new URL(own.href).pathname, title: own.textContent.trim() })));
}
