// What most tests stand on: a demonstration of their own, a browser, and the ways in which every story is walked.
import { after, before, describe } from 'node:test';
import { App } from './app.mjs';
import { openBrowser, WIDTHS, withPage } from './browser.mjs';

/** Starts a demonstration (see `App.start`) and a browser before the tests of the `describe` that calls it, and ends both after them. */
export function stage(options) {
  const on = new Stage();
  before(async () => {
    [on.app, on.browser] = await Promise.all([App.start(options), openBrowser()]);
  });
  after(async () => {
    await on.browser?.close();
    await on.app?.stop();
  });
  return on;
}

class Stage {
  app;
  browser;

  /** A page as `withPage` opens it. */
  page(settings, act) {
    return withPage(this.browser, this.app, settings, act);
  }

  /** Tells a story without and with JavaScript, on a phone and on a desk; `as` opens a page for a role in that way. */
  everyWay(tell) {
    for (const js of [false, true]) {
      for (const width of WIDTHS) {
        describe(`${js ? 'with' : 'without'} JavaScript at ${width} px`, () => {
          tell({ js, width, as: (role, act) => this.page({ role, js, width }, act) });
        });
      }
    }
  }
}
