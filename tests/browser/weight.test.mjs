// What the first page costs over the wire, where it comes from, and with which headers.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sitePages } from './support/pages.mjs';
import { stage } from './support/stage.mjs';

const MOST_BYTES = 40_000;

const CSP = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
};

describe('first visit', () => {
  const on = stage();

  it(`costs at most ${MOST_BYTES} bytes, headers and all`, async (test) => {
    const { bytes, parts } = await on.page({}, (page) => weigh(page));
    for (const [url, size] of parts) test.diagnostic(`${size} ${url}`);
    test.diagnostic(`${bytes} bytes in ${parts.length} requests`);
    assert.ok(parts.some(([url]) => url.endsWith('.css') || url.includes('.css?')), 'the style sheet was loaded');
    assert.ok(bytes <= MOST_BYTES, `${bytes} bytes: ${parts.map(([url, size]) => `${size} ${url}`).join(', ')}`);
  });

  it('is compressed, and its assets are kept for a year', async () => {
    for (const { url, headers, kind } of await on.page({}, (page) => answers(page))) {
      if (['document', 'stylesheet', 'script'].includes(kind)) {
        assert.match(headers['content-encoding'] ?? '', /^(br|gzip|zstd)$/, `${url} is compressed`);
      }
      if (kind !== 'document' && !url.includes('/avatar')) {
        assert.match(headers['cache-control'] ?? '', /max-age=31536000.*immutable/, `${url} is kept`);
      }
    }
  });

  it('every page carries the security headers', async () => {
    const wrong = [];
    for (const { role, path, title } of await sitePages(on.browser, on.app)) {
      const { headers } = await on.app.fetch(on.browser, role, path);
      const say = (name, ok) => ok || wrong.push(`${title}: ${name}: ${headers.get(name)}`);
      say('content-security-policy', hasPolicy(headers.get('content-security-policy')));
      say('x-content-type-options', headers.get('x-content-type-options') === 'nosniff');
      say('referrer-policy', /^(same-origin|strict-origin-when-cross-origin|no-referrer|strict-origin)$/.test(headers.get('referrer-policy') ?? ''));
    }
    assert.deepEqual(wrong, []);
  });
});

/** Bytes on the wire of each request of a cold visit, with the icon that a browser window would fetch. */
async function weigh(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  const urls = new Map();
  const parts = [];
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => parts.push([urls.get(requestId), encodedDataLength]));
  await page.goto('/', { waitUntil: 'networkidle' });
  // Headless Chromium shows no tab, so it fetches no icon.
  const icon = await page.evaluate(() => document.querySelector('link[rel~="icon"]')?.href);
  if (icon && !icon.startsWith('data:') && !parts.some(([url]) => url === icon)) {
    const answer = await fetch(icon, { headers: { 'accept-encoding': 'identity' } });
    parts.push([icon, (await answer.arrayBuffer()).byteLength]);
  }
  const wire = parts.filter(([url]) => !url.startsWith('data:'));
  return { parts: wire, bytes: wire.reduce((sum, [, size]) => sum + size, 0) };
}

async function answers(page) {
  const found = [];
  page.on('response', (response) => found.push(response));
  await page.goto('/', { waitUntil: 'networkidle' });
  return Promise.all(
    found
      .filter((response) => !response.url().startsWith('data:'))
      .map(async (response) => ({ url: response.url(), kind: response.request().resourceType(), headers: await response.allHeaders() })),
  );
}

/** Whether a policy is ours or stricter: every directive is there and lets through nothing more. */
function hasPolicy(text) {
  const policy = new Map((text ?? '').split(';').map((part) => part.trim().split(/\s+/)).map(([name, ...sources]) => [name, sources]));
  return Object.entries(CSP).every(
    ([name, allowed]) => policy.has(name) && policy.get(name).every((source) => source === "'none'" || allowed.includes(source)),
  );
}
