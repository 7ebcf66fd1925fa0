// Feeds, the sitemap and robots.txt are what the programs that read them expect.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { parseAtomFeed } from 'feedsmith';
import { sitePages } from './support/pages.mjs';
import { stage } from './support/stage.mjs';

describe('feeds', () => {
  const on = stage();
  let pages;
  before(async () => {
    pages = await sitePages(on.browser, on.app);
  });

  for (const kind of ['/', 'board', 'answered idea']) {
    it(`the feed of ${kind} parses, and its entries lead to the site`, async () => {
      const { path } = pages.find(({ role, title, path }) => role === 'visitor' && (path === kind || title.startsWith(`visitor: ${kind} `)));
      const html = await (await on.app.fetch(on.browser, 'visitor', path)).text();
      const link = [...html.matchAll(/<link\b[^>]*>/gi)].map(([tag]) => tag).find((tag) => tag.includes('application/atom+xml'));
      assert.ok(link, `${path} names its feed`);
      const href = /href="([^"]*)"/.exec(link)[1].replaceAll('&amp;', '&');
      const answer = await fetch(new URL(href, on.app.origin));
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get('content-type'), /^application\/atom\+xml/);
      const feed = parseAtomFeed(await answer.text());
      assert.ok(feed.id && feed.title && feed.updated, 'the feed has an id, a title and a time');
      assert.ok(feed.entries?.length, 'the feed has entries');
      assert.equal(new Set(feed.entries.map(({ id }) => id)).size, feed.entries.length, 'no id is used twice');
      for (const { id, title, updated, links } of feed.entries) {
        assert.ok(id && title && !Number.isNaN(Date.parse(updated)), `entry ${id} is complete`);
        assert.ok(links.some((link) => new URL(link.href).origin === on.app.origin), `entry ${id} leads to the site`);
      }
    });
  }

  it('robots.txt names a sitemap of public pages that answer', async () => {
    const robots = await fetch(`${on.app.origin}/robots.txt`);
    assert.match(robots.headers.get('content-type'), /^text\/plain/);
    const sitemap = /^Sitemap: *(\S+)$/im.exec(await robots.text())?.[1];
    assert.ok(sitemap?.startsWith(`${on.app.origin}/`), 'robots.txt names the sitemap by its full address');
    const answer = await fetch(sitemap);
    assert.match(answer.headers.get('content-type'), /xml/);
    const found = [...(await answer.text()).matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => url.replaceAll('&amp;', '&'));
    assert.ok(found.length > 0);
    for (const url of [found[0], found.at(-1), found[Math.floor(found.length / 2)]]) {
      assert.ok(url.startsWith(`${on.app.origin}/`), url);
      assert.equal((await fetch(url, { redirect: 'manual' })).status, 200, url);
    }
  });
});
