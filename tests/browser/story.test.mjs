// The main story, each part by the role whose it is: an idea is posted, voted for and discussed, sent to a team, answered,
// taken on, and its author sees what became of it. With and without JavaScript, on a phone and on a desk, on both databases.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DATABASES } from './support/app.mjs';
import { overflowing } from './support/browser.mjs';
import { links } from './support/pages.mjs';
import { stage } from './support/stage.mjs';
import { BUTTONS, FIELDS } from './support/words.mjs';

for (const [where, options] of DATABASES) describe(`story ${where}`, () => {
  const on = stage(options);

  on.everyWay(({ js, width, as }) => {
    const title = `Export the roadmap as a calendar (${js ? 'scripted' : 'plain'}, ${width})`;
    const comment = `Our whole team would subscribe to that, ${width}.`;
    const response = `We have put it on the plan for spring, ${width}.`;
    let idea, id, team;

    it('a customer posts an idea, and their own vote counts', async () => {
      idea = await as('customer', (page) => post(page, title));
      id = /\/ideas\/(\d+)/.exec(idea)[1];
    });

    it('a team member votes, changes their mind, and votes again', () =>
      as('team member', async (page) => {
        await page.goto(idea);
        await vote(page, BUTTONS.promote, 2);
        await vote(page, BUTTONS.withdraw, 1);
        await vote(page, BUTTONS.promote, 2);
      }));

    it('a moderator votes and comments', () =>
      as('moderator', async (page) => {
        await page.goto(idea);
        await vote(page, BUTTONS.promote, 3);
        await page.getByRole('textbox', { name: FIELDS.comment }).first().fill(comment);
        await page.getByRole('button', { name: BUTTONS.comment }).first().click();
        await page.getByText(comment).first().waitFor();
        await page.goto(idea);
        assert.equal(await page.getByText(comment).count(), 1, 'the comment is there once');
      }));

    it('the list counts the votes, newest first', () =>
      as('visitor', async (page) => {
        await page.goto('/?order=new');
        const first = page.getByRole('main').getByRole('link', { name: title }).first();
        await first.waitFor();
        assert.deepEqual(await overflowing(page), []);
        await first.click();
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        assert.equal(await votes(page), 3);
      }));

    it('a product manager sends it to a team', async () => {
      team = await as('team member', async (page) => {
        await page.goto('/desk/teams');
        const path = links(await page.content(), on.app.origin).find((link) => /^\/desk\/teams\/[^/?#]+$/.test(link));
        assert.ok(path, 'the team member has a team');
        await page.goto(path);
        return { path, name: (await page.getByRole('heading', { level: 1 }).innerText()).trim() };
      });
      await as('product manager', async (page) => {
        await page.goto(`/desk/ideas/${id}`);
        await page.getByText(title).first().waitFor();
        await choose(page.getByRole('combobox', { name: FIELDS.team }).first(), team.name);
        await page.getByRole('button', { name: BUTTONS.route }).first().click();
        // The name of the team is also an option of the form, which nobody sees.
        await page.getByRole('main').getByText(team.name).filter({ visible: true }).first().waitFor();
        assert.deepEqual(await overflowing(page), []);
      });
    });

    it('the team accepts it', () =>
      as('team member', async (page) => {
        await page.goto(team.path);
        await row(page, title).getByRole('button', { name: BUTTONS.accept }).first().click();
        await page.goto(team.path);
        await row(page, title).getByText(/accepted/i).first().waitFor();
      }));

    it('the product manager decides and answers in one act', () =>
      as('product manager', async (page) => {
        await page.goto(`/desk/ideas/${id}`);
        await choose(page.getByRole('combobox', { name: FIELDS.status }).first(), 'Planned');
        await page.getByRole('textbox', { name: FIELDS.response }).first().fill(response);
        const effort = page.getByRole('combobox', { name: FIELDS.effort });
        if (await effort.count()) await effort.first().selectOption({ index: 1 });
        await page.getByRole('button', { name: BUTTONS.answer }).first().click();
        await page.goto(idea);
        await page.getByText(response).first().waitFor();
      }));

    it('the author sees the status and the answer, and so does everybody', async () => {
      for (const role of ['customer', 'visitor']) {
        await as(role, async (page) => {
          await page.goto(idea);
          await page.getByText(response).first().waitFor();
          await page.getByRole('main').getByText('Planned', { exact: true }).first().waitFor();
          assert.equal(await votes(page), 3);
          assert.deepEqual(await overflowing(page), []);
        });
      }
      await as('customer', async (page) => {
        await page.goto('/?mine=1');
        await page.getByRole('link', { name: title }).first().waitFor();
      });
      await as('visitor', async (page) => {
        await page.goto('/?order=answered');
        await page.getByRole('link', { name: title }).first().waitFor();
      });
    });
  });
});

/** Fills in and sends the form for a new idea; gives its address. */
async function post(page, title) {
  await page.goto('/');
  await page.goto('/ideas/new');
  const board = page.getByRole('combobox', { name: FIELDS.board });
  if (await board.count()) await firstChoice(board.first());
  await page.getByRole('textbox', { name: FIELDS.title }).fill(title);
  await page.getByRole('textbox', { name: FIELDS.body }).fill('So that **everybody** sees the dates where they plan:\n\n- per board\n- per status');
  const category = page.getByRole('combobox', { name: FIELDS.category });
  if (await category.count()) await firstChoice(category.first());
  assert.deepEqual(await overflowing(page), []);
  await page.getByRole('button', { name: BUTTONS.submit }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  assert.match(new URL(page.url()).pathname, /^\/ideas\/\d+-/);
  assert.equal(await votes(page), 1);
  await page.getByText('everybody', { exact: true }).first().waitFor();
  return new URL(page.url()).pathname;
}

/** The count beside the vote buttons. */
async function votes(page) {
  const text = await page.locator('[data-votes]').first().getAttribute('data-votes');
  return Number(text);
}

async function vote(page, button, expected) {
  await page.getByRole('main').getByRole('button', { name: button }).first().click();
  await page.locator(`[data-votes="${expected}"]`).first().waitFor();
  // Not only what a fragment says: the page itself.
  await page.reload();
  assert.equal(await votes(page), expected);
}

/** The entry of an inbox or a list that carries a title. */
function row(page, title) {
  return page.getByRole('main').locator('li, tr, article').filter({ hasText: title }).last();
}

/** Chooses the option whose words contain `text`. */
async function choose(select, text) {
  const option = (await select.locator('option').allInnerTexts()).find((words) => words.includes(text));
  assert.ok(option, `there is a choice of ${text}`);
  await select.selectOption({ label: option.trim() });
}

/** Chooses the first option that is a choice, if none is chosen yet. */
async function firstChoice(select) {
  if (await select.inputValue()) return;
  const values = await select.locator('option').evaluateAll((options) => options.map((option) => option.value));
  await select.selectOption(values.find((value) => value !== ''));
}
