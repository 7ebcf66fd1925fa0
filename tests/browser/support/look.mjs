// Every page that somebody sees, looked at one way.
import { Guard, newContext } from './browser.mjs';

/** Pages looked at side by side: more than one, since axe keeps one core busy and the server hardly any. */
const ABREAST = 2;

/** What is wrong with the pages of a role: a status of another kind, what `check` finds, and what the page complains of. */
export async function faultsOf(on, pages, { role, ...how }, check) {
  const context = await newContext(on.browser, on.app, { role, ...how });
  const waiting = pages.filter((page) => page.role === role);
  const found = [];
  const walk = async () => {
    for (let page = waiting.shift(); page; page = waiting.shift()) {
      found.push(...(await look(context, on.app, page, check)).map((fault) => `${page.title}: ${fault}`));
    }
  };
  try {
    await Promise.all(Array.from({ length: ABREAST }, walk));
  } finally {
    await context.close();
  }
  return found;
}

async function look(context, app, { path, status }, check) {
  const page = await context.newPage();
  try {
    const guard = new Guard(page, app.origin);
    const answer = await page.goto(path);
    const found = answer.status() === status ? [] : [`status ${answer.status()}, not ${status}`];
    found.push(...(await check(page)));
    return [...found, ...guard.problems()];
  } finally {
    await page.close();
  }
}
