// A storm session from the question to the answer, and a vote round from its short list to what the company makes of it: the desk
// asks, customers take part, the desk closes and answers. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faults } from './support/axe.mjs';
import { overflowing, WIDTHS } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

/** A moment some hours from now as a field of date and time shows it; the demo's zone is UTC. */
const inHours = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);

/** Ideas on a board for everybody, the newest first, each as its number and title. */
async function newest(page) {
  await page.goto('/boards/gear?order=new');
  return page.locator('.idea-row h2 a').evaluateAll((links) => links.map((link) => ({ id: /\d+/.exec(link.getAttribute('href'))[0], title: link.innerText.trim() })));
}

/** Asks to delete a draft, looks at the question, and leaves it. */
async function nearlyDiscard(page, js) {
  await page.getByRole('main').locator('a[href$="/discard"]').click();
  await page.getByRole('heading', { level: 1, name: 'Delete this draft?' }).waitFor();
  assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
  await page.getByRole('link', { name: 'Cancel' }).click();
}

describe('storm sessions', () => {
  const on = stage();

  on.everyWay(({ js, width, as }) => {
    const question = `What should a rope do ${js ? 'scripted' : 'plain'} ${width}?`;
    const idea = `A rope that floats ${js ? 'scripted' : 'plain'} ${width}`;
    const main = (page) => page.getByRole('main');
    let desk, open, there;

    it('a question that cannot be taken comes back as typed, then is saved and published', () =>
      as('product manager', async (page) => {
        await page.goto('/desk/storms/new');
        await page.locator('#question').fill(question);
        await page.locator('#rules').fill('Only *ropes*.');
        await page.locator('#starts').fill(inHours(-1));
        await page.locator('#ends').fill(inHours(-2));
        await main(page).locator('.form-acts button').click();
        await page.locator('.error-summary a[href="#ends"]').waitFor();
        assert.equal(await page.locator('#question').inputValue(), question);
        await page.locator('#ends').fill(inHours(30));
        await main(page).locator('.form-acts button').click();
        await page.getByRole('heading', { level: 1, name: question }).waitFor();
        desk = new URL(page.url()).pathname;
        assert.deepEqual(await overflowing(page), []);
        await nearlyDiscard(page, js);
        await main(page).locator('form[action$="/publish"] button').click();
        await page.locator('form[action$="/extend"]').waitFor();
      }));

    it('an idea that was there already is added, taken out and added again', () =>
      as('product manager', async (page) => {
        [there] = await newest(page);
        await page.goto(desk);
        const add = page.locator(`form[action="${desk}/ideas"]`);
        await add.locator('#idea').fill('the one with the rope');
        await add.locator('button').click();
        await page.locator('.error-summary a[href="#idea"]').waitFor();
        assert.equal(await add.locator('#idea').inputValue(), 'the one with the rope');
        assert.deepEqual(await overflowing(page), []);
        const own = page.locator('section[aria-labelledby=ideas-h] li', { hasText: there.title });
        for (const address of [there.id, `${on.app.origin}/ideas/${there.id}`]) {
          if (await own.count()) await own.locator('button').click();
          await own.waitFor({ state: 'detached' });
          await add.locator('#idea').fill(address);
          await add.locator('button').click();
          await page.locator('.flash', { hasText: 'The idea is in the session' }).waitFor();
          await own.waitFor();
        }
      }));

    it('it is extended, and never to before its end', () =>
      as('product manager', async (page) => {
        await page.goto(desk);
        const extend = page.locator('form[action$="/extend"]');
        await extend.locator('#ends').fill(inHours(20));
        await extend.locator('button').click();
        await page.locator('.error-summary', { hasText: 'later than its present end' }).waitFor();
        assert.deepEqual(await overflowing(page), []);
        const end = inHours(60);
        await extend.locator('#ends').fill(end);
        await extend.locator('button').click();
        await page.locator('.flash', { hasText: 'The session is extended' }).waitFor();
        assert.equal(await extend.locator('#ends').inputValue(), end);
        assert.deepEqual(await overflowing(page), []);
      }));

    it('a customer finds it by the banner and posts in it', () =>
      as('customer', async (page) => {
        await page.goto('/');
        await page.locator('.call a', { hasText: question }).click();
        open = new URL(page.url()).pathname;
        await main(page).locator('.prose em', { hasText: 'ropes' }).waitFor();
        assert.deepEqual(await overflowing(page), []);
        await main(page).locator('a[href*="storm="]').click();
        await page.locator('#title').fill(idea);
        await page.locator('#body').fill('So that it is found again.');
        await page.locator('#submit .form-acts button').first().click();
        await page.getByRole('heading', { level: 1, name: idea }).waitFor();
        await page.locator('.aside a', { hasText: question }).click();
        await main(page).locator('.idea-row', { hasText: idea }).waitFor();
        await main(page).locator('.idea-row', { hasText: there.title }).waitFor();
      }));

    it('the desk closes it after a confirmation and answers; everybody reads that', async () => {
      await as('product manager', async (page) => {
        await page.goto(desk);
        await main(page).locator('a[href$="/close"]').click();
        await main(page).locator('.btn-danger').click();
        await page.locator('#answer').fill('We will make **one**.');
        await page.locator('#summary').fill('Two ideas, *both* afloat.');
        await main(page).locator('button[name=publish]').click();
        await page.locator('.timeline li').first().waitFor();
        assert.deepEqual(await overflowing(page), []);
      });
      await as('visitor', async (page) => {
        await page.goto(open);
        await main(page).locator('.response strong', { hasText: 'one' }).waitFor();
        await main(page).locator('.response', { hasText: 'What came in' }).locator('em', { hasText: 'both' }).waitFor();
        assert.equal(await main(page).locator('a[href*="storm="]').count(), 0);
        await page.goto('/');
        assert.equal(await page.locator('.call a', { hasText: question }).count(), 0);
        await page.goto('/storms');
        await main(page).locator('[aria-labelledby=past-h] a', { hasText: question }).waitFor();
      });
    });
  });
});

describe('vote rounds', () => {
  const on = stage();

  for (const js of [false, true]) {
    for (const width of WIDTHS) {
      it(`points are given, counted and changed ${js ? 'with' : 'without'} JavaScript at ${width} px`, () =>
        on.page({ role: 'customer', js, width }, async (page) => {
          const fields = page.locator('.input-points');
          const give = () => page.locator('form[data-budget] button[type=submit]').click();
          await page.goto('/');
          await page.locator('.call a[href*="/rounds/"]').click();
          for (const field of await fields.all()) await field.fill('');
          await fields.nth(0).fill('6');
          await fields.nth(1).fill('5');
          if (js) assert.match(await page.locator('[data-rest]').innerText(), /many: 1$/);
          await give();
          await page.locator('.error-summary a[href="#points"]').waitFor();
          assert.equal(await fields.nth(1).inputValue(), '5');
          await fields.nth(1).fill('3');
          if (js) assert.match(await page.locator('[data-rest]').innerText(), /left: 1$/);
          await give();
          await page.locator('.flash[role=status]').waitFor();
          assert.equal(await fields.nth(1).inputValue(), '3');
          assert.deepEqual(await overflowing(page), []);
          assert.equal(await page.locator('#results-h').count(), 0);
        }));

      it(`the results of a closed round are read ${js ? 'with' : 'without'} JavaScript at ${width} px`, async () => {
        await on.page({ role: 'visitor', js, width }, async (page) => {
          await page.goto('/rounds');
          await page.getByRole('main').getByRole('link', { name: /Where should the repair team/ }).click();
          assert.equal(await page.locator('.bar').count(), 4);
          await page.locator('.response').waitFor();
          assert.deepEqual(await overflowing(page), []);
        });
        await on.page({ role: 'product manager', js, width }, async (page) => {
          await page.goto('/desk/rounds');
          await page.getByRole('main').getByRole('link', { name: /Where should the repair team/ }).click();
          assert.ok((await page.locator('thead th').count()) > 4, 'results by segment');
          assert.deepEqual(await overflowing(page), []);
        });
      });
    }
  }

  on.everyWay(({ js, width, as }) => {
    const title = `Which knot comes first, ${js ? 'scripted' : 'plain'} ${width}?`;
    const main = (page) => page.getByRole('main');
    let desk, open, list;

    it('a round that cannot be taken comes back as typed, is kept as a draft and filled', () =>
      as('product manager', async (page) => {
        list = (await newest(page)).slice(1, 4);
        await page.goto('/desk/rounds');
        await page.getByRole('link', { name: 'New vote round' }).click();
        await page.locator('#title').fill(title);
        await page.locator('#intro').fill('We can do *one* this winter.');
        await page.locator('#budget').fill('ten');
        await page.locator('#cap').fill('6');
        await page.locator('#starts').fill(inHours(-1));
        await page.locator('#ends').fill(inHours(-2));
        await main(page).locator('.form-acts button').last().click();
        await page.locator('.error-summary a[href="#budget"]').waitFor();
        assert.deepEqual([await page.locator('#title').inputValue(), await page.locator('#budget').inputValue()], [title, 'ten']);
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
        await page.locator('#budget').fill('10');
        await page.locator('#ends').fill(inHours(30));
        await main(page).locator('.form-acts button').last().click();
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        desk = new URL(page.url()).pathname;
        await nearlyDiscard(page, js);
        await main(page).locator('form[action$="/publish"] button').click();
        await page.getByText('A round needs at least two ideas.').waitFor();
        const add = page.locator(`form[action="${desk}/ideas"]`);
        const rows = page.locator('section[aria-labelledby=ideas-h] ul li');
        for (const idea of [...list, list[0]]) {
          await add.locator('#idea').fill(idea.id);
          await add.locator('button').click();
          await rows.filter({ hasText: idea.title }).waitFor();
        }
        await page.locator('.error-summary', { hasText: 'on the list already' }).waitFor();
        assert.equal(await rows.count(), 3);
        await rows.filter({ hasText: list[2].title }).locator('button').click();
        await page.locator('.flash', { hasText: 'off the list' }).waitFor();
        assert.equal(await rows.count(), 2);
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
      }));

    it('nobody else sees the draft; published, its list is fixed', async () => {
      await as('visitor', async (page) => {
        await page.goto('/rounds');
        assert.equal(await page.getByText(title).count(), 0);
      });
      await as('product manager', async (page) => {
        await page.goto(desk);
        await main(page).locator('form[action$="/publish"] button').click();
        await page.locator('.flash', { hasText: 'The round is published' }).waitFor();
        await page.getByText('The list is fixed now').waitFor();
        assert.equal(await page.locator(`form[action="${desk}/ideas"]`).count(), 0);
        assert.equal(await page.locator('#results-h').count(), 0);
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
      });
    });

    it('a customer finds it by the banner and spreads their points', () =>
      as('customer', async (page) => {
        await page.goto('/');
        await page.locator('.call a', { hasText: title }).click();
        open = new URL(page.url()).pathname;
        await main(page).locator('.prose em', { hasText: 'one' }).waitFor();
        const points = (idea) => page.locator(`#idea-${idea.id}`);
        await points(list[0]).fill('7');
        await page.locator('form[data-budget] button[type=submit]').click();
        await page.locator('.error-summary a[href="#points"]').waitFor();
        await points(list[0]).fill('6');
        await points(list[1]).fill('4');
        await page.locator('form[data-budget] button[type=submit]').click();
        await page.locator('.flash', { hasText: 'Your points are kept' }).waitFor();
        assert.equal(await points(list[0]).inputValue(), '6');
        assert.deepEqual(await overflowing(page), []);
      }));

    it('the desk closes it after a confirmation, and writes what it makes of the result', () =>
      as('product manager', async (page) => {
        await page.goto(desk);
        await main(page).locator('a[href$="/close"]').click();
        await main(page).locator('button.btn-danger').waitFor();
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
        await main(page).locator('button.btn-danger').click();
        await page.locator('.flash', { hasText: 'The round is closed' }).waitFor();
        const rows = page.locator('section[aria-labelledby=results-h] tbody tr');
        assert.match((await rows.first().innerText()).replaceAll(/\s+/g, ' '), new RegExp(`${escaped(list[0].title)} 6 1`));
        await page.locator('thead th', { hasText: 'Travel' }).waitFor();
        await main(page).locator('button[name=publish]').click();
        await page.locator('.error-summary', { hasText: 'Write something before you publish' }).waitFor();
        await page.locator('#report').fill('The *first* one comes first.');
        await main(page).locator('.form-acts button:not([name])').click();
        await page.locator('.flash', { hasText: 'Nobody else reads it yet' }).waitFor();
        await on.page({ role: 'visitor', js, width }, async (other) => {
          await other.goto(open);
          await other.locator('#results-h').waitFor();
          assert.equal(await other.locator('.response').count(), 0);
        });
        assert.equal((await page.locator('#report').inputValue()).trim(), 'The *first* one comes first.');
        await main(page).locator('button[name=publish]').click();
        await page.locator('.flash', { hasText: 'It is published' }).waitFor();
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
      }));

    it('everybody reads the result and the report', () =>
      as('visitor', async (page) => {
        await page.goto('/rounds');
        await main(page).getByRole('link', { name: title }).click();
        await main(page).locator('.response em', { hasText: 'first' }).waitFor();
        const first = main(page).locator('tbody tr').first();
        await first.filter({ hasText: list[0].title }).getByText('6 points').waitFor();
        assert.equal(await main(page).locator('tbody tr').count(), 2);
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
        await page.goto('/');
        assert.equal(await page.locator('.call a', { hasText: title }).count(), 0);
      }));
  });
});

/** A text as a part of a regular expression. */
function escaped(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
