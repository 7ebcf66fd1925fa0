// A team and what it cannot decide alone: it asks the author, and its clock stands still until the author has answered; it asks
// the desk, which answers among what came back; it declines with a reason, which the desk reads. And what is overdue says to
// whom it was escalated. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faults } from './support/axe.mjs';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

const TEAM = 'Tents and packs';

describe('inbox', () => {
  const on = stage();

  on.everyWay(({ js, width, as }) => {
    const mark = `${js ? 'scripted' : 'plain'} ${width}`;
    const title = `A lamp hook that folds away, ${mark}`;
    const due = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
    let idea, route;

    /** Says something with a move of the route's page. */
    const say = async (page, move, words) => {
      const form = page.locator(`form[action="${route}/${move}"]`);
      if (!(await form.isVisible())) await page.locator(`#${move} summary`).click();
      await form.locator('textarea').fill(words);
      await form.locator('button').click();
    };
    const state = (page) => page.locator('.page-head .pill').first().innerText();
    const returned = (page, section) => page.locator(`section[aria-labelledby=${section}] article`, { hasText: title });

    it('an idea comes into the inbox with a note and a day', async () => {
      idea = await as('customer', async (page) => {
        await page.goto('/ideas/new');
        await page.locator('#board').selectOption({ label: 'Gear' });
        await page.locator('#title').fill(title);
        await page.locator('#body').fill('Folded it would not catch my hair.');
        await page.locator('#submit .form-acts button').first().click();
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        return new URL(page.url()).pathname;
      });
      await as('product manager', async (page) => {
        await page.goto(`/desk/ideas/${/\d+/.exec(idea)[0]}`);
        await page.locator('#team').selectOption({ label: TEAM });
        await page.locator('#due').fill(due);
        await page.locator('#route_note').fill(`What would it take? ${mark}`);
        await page.locator('form[action$="/routes"] button').click();
        await page.locator('.flash', { hasText: 'on its way to the team' }).waitFor();
      });
      await as('team member', async (page) => {
        await page.goto('/desk/teams/tents-packs');
        const card = page.locator('.route', { hasText: title });
        await card.getByText(`What would it take? ${mark}`).waitFor();
        await card.getByText(/^due /).waitFor();
        assert.deepEqual(await overflowing(page), []);
        await card.locator('h3 a').click();
        route = new URL(page.url()).pathname;
        assert.equal(await state(page), 'New');
      });
    });

    it('the team asks the author, and its clock stands still', () =>
      as('team member', async (page) => {
        await page.goto(route);
        await say(page, 'ask-author', '');
        await page.locator('#words-ask-author-error').waitFor();
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
        await say(page, 'ask-author', `Which lamp do you hang there? ${mark}`);
        await page.locator('.flash', { hasText: 'Your question is asked' }).waitFor();
        assert.equal(await state(page), 'Asked');
        const head = page.locator('.page-head .meta');
        await head.locator('.badge', { hasText: /^Paused since .+: waiting for the author$/ }).waitFor();
        await head.getByText(/^\d+ working hours left$/).waitFor();
        assert.equal(await head.getByText(/^Due /).count(), 0, 'nothing is due while it is paused');
        assert.deepEqual(await overflowing(page), []);
        await page.goto('/desk/teams/tents-packs');
        await page.locator('.route', { hasText: title }).locator('.badge', { hasText: /^Paused since/ }).waitFor();
      }));

    it('nobody but the author is asked', () =>
      as('moderator', async (page) => {
        await page.goto(idea);
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        assert.equal(await page.locator('a[href*="/questions/"]').count(), 0);
        const answer = await page.goto(`${/^\/ideas\/\d+/.exec(idea)[0]}/questions/${/\d+/.exec(route)[0]}`);
        assert.equal(answer.status(), 404);
      }));

    it('the author is told on the idea’s page, and answers on a page of its own', () =>
      as('customer', async (page) => {
        await page.goto(idea);
        await page.getByText(`The team ${TEAM} asks you something about your idea.`).waitFor();
        await page.getByRole('link', { name: 'Read the question and answer it' }).click();
        assert.match(new URL(page.url()).pathname, /^\/ideas\/\d+[^/]*\/questions\/\d+$/);
        await page.getByRole('heading', { level: 1, name: `${TEAM} has a question for you` }).waitFor();
        await page.locator('blockquote', { hasText: `Which lamp do you hang there? ${mark}` }).waitFor();
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
        await page.locator('main form button[type=submit]').click();
        await page.locator('#words-error').waitFor();
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
        await page.locator('#words').fill(`The Lykt, all 90 grams of it. ${mark}`);
        await page.locator('main form button[type=submit]').click();
        await page.locator('.flash', { hasText: 'The team has your answer' }).waitFor();
        assert.equal(await page.locator('a[href*="/questions/"]').count(), 0, 'it is asked no more');
        assert.equal(await page.getByText('The Lykt').count(), 0, 'only the company reads it');
      }));

    it('the team reads the answer, and the clock runs again', () =>
      as('team member', async (page) => {
        await page.goto(route);
        assert.equal(await state(page), 'New', 'as before the question');
        await page.locator('.timeline li', { hasText: 'Anna Reichelt answered' }).getByText(`The Lykt, all 90 grams of it. ${mark}`).waitFor();
        const head = page.locator('.page-head .meta');
        assert.equal(await head.getByText('Paused since').count(), 0);
        await head.getByText(/^Due /).waitFor();
        await page.goto('/desk/teams/tents-packs');
        const card = page.locator('.route', { hasText: title });
        await card.getByText(/^due /).waitFor();
        assert.equal(await card.getByText('Paused since').count(), 0);
      }));

    it('an answer that comes too late is kept, and says what happened', async () => {
      await as('team member', async (page) => {
        await page.goto(route);
        await page.locator(`form[action="${route}/accept"] button`).click();
        await page.locator('.flash').waitFor();
        await say(page, 'ask-author', `And how heavy may it be? ${mark}`);
        await page.locator('.flash', { hasText: 'Your question is asked' }).waitFor();
      });
      await as('customer', async (page) => {
        await page.goto(idea);
        await page.getByRole('link', { name: 'Read the question and answer it' }).click();
        await as('team member', async (other) => {
          await other.goto(route);
          await other.locator(`form[action="${route}/accept"] button`).click();
          await other.locator('.flash').waitFor();
        });
        await page.locator('#words').fill(`Ten grams at most. ${mark}`);
        await page.locator('main form button[type=submit]').click();
        await page.locator('.flash.warn', { hasText: 'waits for nobody any more' }).waitFor();
        assert.match(await page.locator('main').innerHTML(), new RegExp(`Ten grams at most\\. ${mark}`));
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
      });
    });

    it('the team asks the desk, which answers among what came back', async () => {
      await as('team member', async (page) => {
        await page.goto(route);
        await say(page, 'ask-desk', `May it cost a gram more? ${mark}`);
        await page.locator('.flash', { hasText: 'Your question is asked' }).waitFor();
        assert.equal(await page.getByText('Paused since').count(), 0, 'only the author stops the clock');
      });
      await as('product manager', async (page) => {
        await page.goto('/desk/returned');
        const card = returned(page, 'questions-h');
        await card.getByText(`Eirik Thorsrud of ${TEAM} asks`).waitFor();
        await card.getByText(`May it cost a gram more? ${mark}`).waitFor();
        assert.deepEqual(await overflowing(page), []);
        await card.locator('textarea').fill(`Two, if it holds. ${mark}`);
        await card.getByRole('button', { name: /^Answer/ }).click();
        await page.locator('.flash', { hasText: 'The team has your answer' }).waitFor();
        assert.equal(new URL(page.url()).pathname, '/desk/returned');
        assert.equal(await returned(page, 'questions-h').count(), 0);
      });
      await as('team member', async (page) => {
        await page.goto(route);
        assert.equal(await state(page), 'Accepted', 'as before the question');
        await page.locator('.timeline li', { hasText: `Two, if it holds. ${mark}` }).waitFor();
      });
    });

    it('the team declines, not without a reason, and the desk decides', async () => {
      await as('team member', async (page) => {
        await page.goto(route);
        await say(page, 'decline', '');
        await page.locator('#words-decline-error').waitFor();
        assert.deepEqual(await overflowing(page), []);
        await say(page, 'decline', `It would tear the seam. ${mark}`);
        await page.locator('.flash', { hasText: 'It is back at the desk' }).waitFor();
        assert.equal(await state(page), 'Declined');
      });
      await as('product manager', async (page) => {
        await page.goto('/desk/returned');
        const card = returned(page, 'declined-h');
        await card.getByText(`Eirik Thorsrud of ${TEAM} declined`).waitFor();
        await card.getByText(`It would tear the seam. ${mark}`).waitFor();
        assert.deepEqual([await overflowing(page), await faults(page, js)], [[], []]);
        await card.getByRole('button', { name: /^Settled/ }).click();
        await page.locator('.flash', { hasText: 'Taken back from the team' }).waitFor();
        assert.equal(await returned(page, 'declined-h').count(), 0);
      });
      await as('visitor', async (page) => {
        await page.goto(idea);
        assert.equal(await page.getByText('tear the seam').count(), 0, 'the reason is for the desk');
      });
    });

    it('what is overdue says to whom it was escalated: in the inbox, on its page and at the desk', async () => {
      const escalated = /^Escalated to Priya Raghunathan on \d{1,2} \w+ \d{4}$/;
      const path = await as('team member', async (page) => {
        await page.goto('/desk/teams/tents-packs?show=overdue');
        const card = page.locator('.route.overdue', { has: page.locator('.badge.late') }).first();
        assert.match(await card.locator('.badge.late').innerText(), escalated);
        await card.getByText(/^Overdue: due /).waitFor();
        assert.deepEqual(await overflowing(page), []);
        await card.locator('h3 a').click();
        assert.match(await page.locator('.page-head .badge.late').innerText(), escalated);
        await page.locator('.timeline li', { hasText: 'It is overdue, and the clock escalated it' }).waitFor();
        return page.locator('.page-head a[href*="/ideas/"]').first().getAttribute('href');
      });
      await as('product manager', async (page) => {
        await page.goto(`/desk/ideas/${/\d+/.exec(path)[0]}`);
        assert.match(await page.locator('.aside .badge.late').first().innerText(), escalated);
      });
    });
  });
});
