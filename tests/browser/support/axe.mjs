// axe on a page: what it finds, one line for each fault.
import { AxeBuilder } from '@axe-core/playwright';

/** The rules of the usual run that look at colours, in which alone light and dark differ. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

// Legacy mode spares a second page for each check; it would only miss frames of other origins, which the policy forbids.
const axe = (page) => new AxeBuilder({ page }).setLegacyMode();

/** What axe finds on a page as it is. It is a script itself: where there is no JavaScript (`js`) it finds nothing. */
export const faults = async (page, js = true) => (js ? violations('light', axe(page)) : []);

/** What axe finds wrong with the colours of a page in the dark, which the page is left in. */
export async function faultsInTheDark(page) {
  await page.emulateMedia({ colorScheme: 'dark' });
  return violations('dark', axe(page).withRules(COLOURS));
}

async function violations(scheme, builder) {
  const { violations } = await builder.analyze();
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 4).map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary.split('\n').slice(1).join(' ').trim()})`);
    return `axe, ${scheme}, ${id}: ${help}: ${where.join('; ')}`;
  });
}
