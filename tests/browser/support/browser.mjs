// Debian's Chromium, and pages that fail a test when anything goes wrong behind its back.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

export const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium';

/** No sandbox: containers and root lack what it needs, and only our own pages are opened. No calls home. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const WIDTHS = [320, 1280];
const LOCALES = { en: 'en-GB', es: 'es-ES' };
export const SCHEMES = ['light', 'dark'];

export function openBrowser() {
  return chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS });
}

/** A context of `role` with a given width, colour scheme and with or without JavaScript. */
export async function newContext(browser, app, { role = 'visitor', width = 1280, scheme = 'light', js = true } = {}) {
  const context = await browser.newContext({
    baseURL: app.origin,
    storageState: await app.session(browser, role),
    viewport: { width, height: width < 600 ? 640 : 900 },
    colorScheme: scheme,
    // A picture or a contrast taken halfway through a transition tells nothing.
    reducedMotion: 'reduce',
    javaScriptEnabled: js,
    locale: LOCALES[app.language],
    timezoneId: 'Europe/Madrid',
  });
  context.setDefaultTimeout(15_000);
  return context;
}

/**
 * Opens a page, hands it to `act`, and fails on any console error, uncaught error, dialog, or request that leaves the
 * site, also if `act` succeeded.
 */
export async function withPage(browser, app, settings, act) {
  const context = await newContext(browser, app, settings);
  try {
    const page = await context.newPage();
    settleAfterClicks(page);
    const guard = new Guard(page, app.origin);
    const result = await act(page, guard);
    guard.check();
    return result;
  } finally {
    await context.close();
  }
}

/**
 * A click ends, for Playwright, when the next page begins to arrive. Here it ends when that page is there as a whole, as for
 * a person: what is counted next is counted on it.
 */
function settleAfterClicks(page) {
  const locators = Object.getPrototypeOf(page.locator('html'));
  if (Object.hasOwn(locators.click, 'settles')) return;
  const click = locators.click;
  locators.click = Object.assign(
    async function (...options) {
      await click.apply(this, options);
      if (!this.page().isClosed()) await this.page().waitForLoadState('domcontentloaded');
    },
    { settles: true },
  );
}

/** Collects what a person would not see and a test must not overlook. */
export class Guard {
  #problems = [];
  #refusals = new Set();
  #origins;

  constructor(page, origin) {
    this.#origins = [origin];
    page.on('console', (message) => {
      if (message.type() === 'error') this.#problems.push({ text: `console: ${message.text()}`, at: message.location().url });
    });
    page.on('pageerror', (error) => this.#problems.push({ text: `uncaught: ${error.message}` }));
    page.on('dialog', (dialog) => {
      this.#problems.push({ text: `dialog: ${dialog.type()} ${dialog.message()}` });
      dialog.dismiss().catch(() => {});
    });
    page.on('request', (request) => {
      const url = request.url();
      const isKnown = this.#origins.some((origin) => url === origin || url.startsWith(`${origin}/`));
      const isOwn = isKnown || /^(data|blob|about):/.test(url);
      if (!isOwn) this.#problems.push({ text: `request to another origin: ${url}` });
    });
    page.on('response', (response) => {
      const kind = response.request().resourceType();
      // A refused page or form is an answer; Chromium calls it an error. A missing asset stays one.
      const isAnswer = kind === 'document' || (response.status() === 422 && ['fetch', 'xhr'].includes(kind));
      if (isAnswer && response.status() >= 400 && response.status() < 500) this.#refusals.add(response.url());
      if (response.status() >= 500) this.#problems.push({ text: `${response.status()} from ${response.url()}` });
    });
  }

  /** From now on pages of another site may be opened: the story leads there. */
  allow(origin) {
    this.#origins.push(origin);
  }

  /** What went wrong so far. */
  problems() {
    return this.#problems
      .filter(({ text, at }) => !(text.startsWith('console: Failed to load resource') && this.#refusals.has(at)))
      .map(({ text, at }) => (at ? `${text} (${at})` : text));
  }

  check() {
    assert.deepEqual(this.problems(), []);
  }
}

/** Elements that reach over the right or left edge, if the page can be scrolled sideways; otherwise none. */
export function overflowing(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.right > width + 1 || box.left < -1);
    });
    const name = (element) => `${element.localName}${element.id && `#${element.id}`}${[...element.classList].map((c) => `.${c}`).join('')}`;
    return [`the page is ${document.documentElement.scrollWidth} px wide in ${width}`, ...wide.slice(0, 8).map(name)];
  });
}
