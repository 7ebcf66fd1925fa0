// Every page of the site and who looks at it. `links.test.mjs` fails when the site has a page that is not here.

/**
 * `path` is an address; or `first` names the first address of that form linked on the page `on`. `status` is 200 unless given.
 * The same page is listed again for another role only where it looks different.
 */
export const PAGES = [
  { role: 'visitor', path: '/' },
  { role: 'visitor', path: '/?order=top' },
  { role: 'visitor', path: '/?order=new' },
  { role: 'visitor', path: '/?order=discussed' },
  { role: 'visitor', path: '/?order=answered' },
  { role: 'visitor', path: '/?order=unanswered' },
  { role: 'visitor', name: 'board', first: /^\/boards\/[^/?#]+$/, on: '/' },
  { role: 'visitor', name: 'idea', first: /^\/ideas\/\d+[^/?#]*$/, on: '/' },
  { role: 'visitor', name: 'answered idea', first: /^\/ideas\/\d+[^/?#]*$/, on: '/?order=answered' },
  { role: 'visitor', name: 'discussed idea', first: /^\/ideas\/\d+[^/?#]*$/, on: '/?order=discussed' },
  { role: 'visitor', name: 'idea with a merged one', first: /^\/ideas\/\d+-poles-that[^/?#]*$/, on: '/search?q=poles+drop+bars' },
  { role: 'visitor', name: 'merged idea', first: /^\/ideas\/\d+\/merged$/, on: '/search?q=poles+drop+bars', through: /^\/ideas\/\d+-poles-that[^/?#]*$/ },
  { role: 'visitor', name: 'voters', first: /^\/ideas\/\d+\/voters$/, on: '/', through: /^\/ideas\/\d+-[^/?#]*$/ },
  { role: 'visitor', path: '/ideas/new' },
  { role: 'visitor', path: '/search' },
  { role: 'visitor', path: '/search?q=export' },
  { role: 'visitor', path: '/search?q=xqzwv' },
  { role: 'visitor', path: '/signin' },
  { role: 'visitor', path: '/help' },
  { role: 'visitor', path: '/privacy' },
  { role: 'visitor', path: '/storms' },
  { role: 'visitor', path: '/rounds' },
  { role: 'visitor', name: 'open round', first: /^\/rounds\/\d+[^/?#]*$/, on: '/' },
  { role: 'visitor', name: 'open session', first: /^\/storms\/\d+[^/?#]*$/, on: '/' },
  { role: 'visitor', name: 'session', first: /^\/storms\/\d+[^/?#]*$/, on: '/storms' },
  { role: 'visitor', path: '/moderation/log' },
  { role: 'visitor', path: '/moderation/log?kind=scale' },
  { role: 'visitor', name: 'person', first: /^\/people\/\d+[^/?#]*$/, on: '/?order=discussed', through: /^\/ideas\/\d+[^/?#]*$/ },
  { role: 'visitor', path: '/no-such-page', status: 404 },
  { role: 'visitor', path: '/ideas/99999999', status: 404 },

  { role: 'customer', path: '/' },
  { role: 'customer', path: '/for-you' },
  { role: 'customer', path: '/?mine=1' },
  { role: 'customer', path: '/?voted=1' },
  { role: 'customer', path: '/?followed=1' },
  { role: 'customer', name: 'idea', first: /^\/ideas\/\d+[^/?#]*$/, on: '/' },
  { role: 'customer', name: 'own idea', first: /^\/ideas\/\d+[^/?#]*$/, on: '/?mine=1' },
  { role: 'customer', path: '/ideas/new' },
  { role: 'customer', path: '/me' },
  { role: 'customer', name: 'question of a team', first: /^\/ideas\/\d+[^/]*\/questions\/\d+$/, on: '/search?q=repair+score+product', through: /^\/ideas\/\d+-[^/?#]*$/ },
  { role: 'customer', name: 'shortlisted idea', first: /^\/ideas\/\d+[^/?#]*$/, on: '/search?q=folded+paper+map' },
  { role: 'customer', path: '/me/held' },
  { role: 'customer', path: '/settings' },
  { role: 'customer', path: '/settings/sessions' },
  { role: 'customer', path: '/settings/notifications' },
  { role: 'customer', path: '/settings/data' },
  { role: 'customer', path: '/settings/data/acts' },
  { role: 'customer', path: '/settings/data/bans' },
  { role: 'customer', path: '/settings/data/edits' },
  { role: 'customer', path: '/settings/data/looks' },
  { role: 'customer', path: '/settings/data/mails' },
  { role: 'customer', path: '/settings/data/reports' },
  { role: 'customer', path: '/settings/delete' },
  { role: 'customer', name: 'report of an idea', first: /^\/ideas\/\d+\/report$/, on: '/', through: /^\/ideas\/\d+-[^/?#]*$/ },
  { role: 'customer', name: 'report of a comment', first: /^\/comments\/\d+\/report$/, on: '/?order=discussed', through: /^\/ideas\/\d+-[^/?#]*$/ },
  { role: 'customer', name: 'ballot', first: /^\/rounds\/\d+[^/?#]*$/, on: '/' },
  { role: 'customer', name: 'results of a round', first: /^\/rounds\/\d+-where[^/?#]*$/, on: '/rounds' },
  { role: 'customer', path: '/settings/data/rounds' },
  { role: 'customer', path: '/desk', status: 403 },

  { role: 'team member', path: '/desk/teams' },
  { role: 'team member', name: 'team', first: /^\/desk\/teams\/[^/?#]+$/, on: '/desk/teams' },

  { role: 'moderator', path: '/moderation' },
  { role: 'moderator', name: 'idea', first: /^\/ideas\/\d+[^/?#]*$/, on: '/' },

  { role: 'moderator', path: '/moderation/votes' },
  { role: 'moderator', path: '/moderation/votes?show=held' },
  { role: 'moderator', path: '/moderation/votes?show=done' },
  { role: 'moderator', path: '/moderation/votes/report' },
  { role: 'moderator', name: 'votes under review', first: /^\/moderation\/votes\/\d+$/, on: '/moderation/votes' },
  { role: 'administrator', path: '/moderation/votes' },
  { role: 'moderator', path: '/moderation/bans' },
  { role: 'moderator', path: '/moderation?kind=appeals' },
  { role: 'moderator', name: 'entry of the queue', first: /^\/moderation\/items\/idea-\d+$/, on: '/moderation' },
  { role: 'moderator', name: 'appeal in the queue', first: /^\/moderation\/items\/appeal-\d+$/, on: '/moderation?kind=appeals' },
  { role: 'moderator', path: '/moderation/sweeps' },
  { role: 'moderator', name: 'sweep', first: /^\/moderation\/sweeps\/\d+$/, on: '/moderation/sweeps' },
  { role: 'moderator', name: 'hiding everything', first: /^\/people\/\d+\/sweep$/, on: '/', through: [/^\/ideas\/\d+-[^/?#]*$/, /^\/people\/\d+[^/?#]*$/] },
  { role: 'customer', path: '/me/decisions' },
  { role: 'administrator', path: '/admin/reasons' },
  { role: 'administrator', path: '/admin/reasons/new' },
  { role: 'administrator', name: 'reason', first: /^\/admin\/reasons\/\d+$/, on: '/admin/reasons' },
  { role: 'moderator', path: '/moderation/screening' },
  { role: 'moderator', name: 'hiding an idea', first: /^\/ideas\/\d+\/hide$/, on: '/', through: /^\/ideas\/\d+-[^/?#]*$/ },
  { role: 'moderator', name: 'hiding a comment', first: /^\/comments\/\d+\/hide$/, on: '/?order=discussed', through: /^\/ideas\/\d+-[^/?#]*$/ },
  { role: 'moderator', name: 'ban', first: /^\/people\/\d+\/ban$/, on: '/', through: [/^\/ideas\/\d+-[^/?#]*$/, /^\/people\/\d+[^/?#]*$/] },

  { role: 'product manager', path: '/desk' },
  { role: 'product manager', path: '/desk?shortlisted=1' },
  { role: 'product manager', name: 'shortlisted idea', first: /^\/desk\/ideas\/\d+$/, on: '/desk?shortlisted=1' },
  { role: 'product manager', path: '/desk/returned' },
  { role: 'product manager', path: '/desk/exports' },
  { role: 'product manager', path: '/desk/lenses' },
  { role: 'product manager', path: '/desk/lenses/new' },
  { role: 'product manager', name: 'lens', first: /^\/desk\/lenses\/\d+$/, on: '/desk/lenses' },
  { role: 'product manager', name: 'lens removal', first: /^\/desk\/lenses\/\d+\/delete$/, on: '/desk/lenses' },
  { role: 'product manager', path: '/desk/rounds' },
  { role: 'product manager', path: '/desk/rounds/new' },
  { role: 'product manager', name: 'round', first: /^\/desk\/rounds\/\d+$/, on: '/desk/rounds' },
  { role: 'product manager', name: 'edit of a round', first: /^\/desk\/rounds\/\d+\/edit$/, on: '/rounds', through: [/^\/rounds\/\d+-which[^/?#]*$/, /^\/desk\/rounds\/\d+$/] },
  { role: 'product manager', name: 'closing a round', first: /^\/desk\/rounds\/\d+\/close$/, on: '/rounds', through: [/^\/rounds\/\d+-which[^/?#]*$/, /^\/desk\/rounds\/\d+$/] },
  { role: 'product manager', path: '/desk/storms' },
  { role: 'product manager', path: '/desk/storms/new' },
  { role: 'product manager', name: 'session', first: /^\/desk\/storms\/\d+$/, on: '/desk/storms' },
  { role: 'product manager', name: 'edit of a session', first: /^\/desk\/storms\/\d+\/edit$/, on: '/desk/storms', through: /^\/desk\/storms\/\d+$/ },
  { role: 'product manager', name: 'closing a session', first: /^\/desk\/storms\/\d+\/close$/, on: '/desk/storms', through: /^\/desk\/storms\/\d+$/ },
  { role: 'product manager', path: '/desk/panels' },
  { role: 'product manager', path: '/desk/panels/new' },
  { role: 'product manager', path: '/desk/panels/1' },
  { role: 'team member', path: '/desk/panels' },
  { role: 'product manager', name: 'panel', first: /^\/desk\/panels\/\d+$/, on: '/desk/panels' },
  { role: 'product manager', name: 'edit of a panel', first: /^\/desk\/panels\/\d+\/edit$/, on: '/desk/panels', through: /^\/desk\/panels\/\d+$/ },
  { role: 'product manager', name: 'closing a panel', first: /^\/desk\/panels\/\d+\/close$/, on: '/desk/panels', through: /^\/desk\/panels\/\d+$/ },
  { role: 'product manager', name: 'deleting a panel', first: /^\/desk\/panels\/\d+\/delete$/, on: '/desk/panels', through: /^\/desk\/panels\/\d+$/ },
  { role: 'product manager', name: 'rating in a panel', first: /^\/desk\/panels\/\d+\/ideas\/\d+$/, on: '/desk/panels', through: /^\/desk\/panels\/\d+$/ },
  { role: 'product manager', name: 'route', first: /^\/desk\/routes\/\d+$/, on: '/desk/teams', through: /^\/desk\/teams\/(?!new)[^/?#]+$/ },
  { role: 'product manager', name: 'team settings', first: /^\/desk\/teams\/[^/?#]+\/edit$/, on: '/desk/teams', through: /^\/desk\/teams\/(?!new)[^/?#]+$/ },
  { role: 'product manager', path: '/desk/rules/new' },
  { role: 'product manager', name: 'rule', first: /^\/desk\/rules\/\d+$/, on: '/desk/rules' },
  { role: 'product manager', name: 'rule removal', first: /^\/desk\/rules\/\d+\/delete$/, on: '/desk/rules' },
  { role: 'product manager', name: 'editing an idea', first: /^\/ideas\/\d+\/edit$/, on: '/', through: /^\/ideas\/\d+-[^/?#]*$/ },
  { role: 'product manager', name: 'editing an answer', first: /^\/desk\/responses\/\d+$/, on: '/?order=answered', through: [/^\/ideas\/\d+-[^/?#]*$/, /^\/desk\/ideas\/\d+$/] },
  { role: 'product manager', name: 'trial of a rule', first: /^\/desk\/rules\/\d+\/try$/, on: '/desk/rules' },
  { role: 'product manager', path: '/desk/first-time' },
  { role: 'product manager', path: '/desk/promises' },
  { role: 'product manager', path: '/desk/promises?show=broken' },
  { role: 'product manager', path: '/desk/calendar' },
  { role: 'product manager', name: 'clock of a team', first: /^\/desk\/teams\/[^/?#]+\/clock$/, on: '/desk/teams', through: /^\/desk\/teams\/(?!new)[^/?#]+$/ },
  { role: 'product manager', name: 'calendar of a team', first: /^\/desk\/teams\/[^/?#]+\/calendar$/, on: '/desk/teams', through: [/^\/desk\/teams\/(?!new)[^/?#]+$/, /^\/desk\/teams\/[^/?#]+\/clock$/] },
  { role: 'product manager', name: 'desk idea', first: /^\/desk\/ideas\/\d+$/, on: '/desk' },
  { role: 'product manager', name: 'factors', first: /^\/desk\/ideas\/\d+\/factors$/, on: '/desk', through: /^\/desk\/ideas\/\d+$/ },
  { role: 'product manager', path: '/desk/duplicates' },
  { role: 'product manager', name: 'merging two', first: /^\/desk\/ideas\/\d+\/merge\?into=\d+$/, on: '/desk/duplicates' },
  { role: 'product manager', name: 'merged idea', first: /^\/ideas\/\d+\/merged$/, on: '/search?q=poles+drop+bars', through: /^\/ideas\/\d+-poles-that[^/?#]*$/ },
  { role: 'product manager', name: 'desk idea with a merged one', first: /^\/desk\/ideas\/\d+$/, on: '/search?q=poles+drop+bars', through: /^\/ideas\/\d+-poles-that[^/?#]*$/ },
  { role: 'product manager', name: 'merging', first: /^\/desk\/ideas\/\d+\/merge$/, on: '/desk', through: /^\/desk\/ideas\/\d+$/ },
  { role: 'product manager', path: '/desk/teams' },
  { role: 'product manager', name: 'team', first: /^\/desk\/teams\/[^/?#]+$/, on: '/desk/teams' },
  { role: 'product manager', path: '/desk/replies' },
  { role: 'product manager', path: '/desk/replies/new' },
  { role: 'product manager', name: 'reply template', first: /^\/desk\/replies\/\d+$/, on: '/desk/replies' },
  { role: 'product manager', name: 'reply template removal', first: /^\/desk\/replies\/\d+\/delete$/, on: '/desk/replies' },
  { role: 'product manager', path: '/desk/rules' },
  { role: 'product manager', path: '/desk/rules/map' },
  { role: 'product manager', path: '/desk/deliveries' },
  { role: 'product manager', path: '/desk/accounts' },
  { role: 'product manager', path: '/desk/accounts/new' },
  { role: 'product manager', name: 'account', first: /^\/desk\/accounts\/\d+$/, on: '/desk/accounts' },
  { role: 'product manager', name: 'account form', first: /^\/desk\/accounts\/\d+\/edit$/, on: '/desk/accounts', through: /^\/desk\/accounts\/\d+$/ },
  { role: 'product manager', path: '/desk/capture' },
  { role: 'product manager', name: 'split', first: /^\/desk\/ideas\/\d+\/split$/, on: '/desk', through: /^\/desk\/ideas\/\d+$/ },
  { role: 'customer', path: '/me/waiting' },
  { role: 'product manager', path: '/desk/segments' },
  { role: 'product manager', path: '/desk/segments/new' },
  { role: 'product manager', name: 'segment', first: /^\/desk\/segments\/\d+$/, on: '/desk/segments' },
  { role: 'product manager', name: 'segment removal', first: /^\/desk\/segments\/\d+\/delete$/, on: '/desk/segments' },
  { role: 'product manager', name: 'idea', first: /^\/ideas\/\d+[^/?#]*$/, on: '/' },

  { role: 'administrator', path: '/admin' },
  { role: 'administrator', path: '/admin/audit' },
  { role: 'administrator', path: '/admin/audit?act=nothing' },
  { role: 'administrator', path: '/admin/boards' },
  { role: 'administrator', name: 'promise of a board', first: /^\/admin\/boards\/\d+\/promise$/, on: '/admin/boards', through: /^\/admin\/boards\/\d+$/ },
  { role: 'administrator', path: '/admin/people' },
  { role: 'administrator', path: '/admin/roles' },
  { role: 'administrator', path: '/admin/security' },
  { role: 'customer', path: '/settings/two-step' },
  { role: 'customer', path: '/proof' },
  { role: 'administrator', path: '/moderation/screening' },
  { role: 'administrator', path: '/admin/sign-in' },
  { role: 'administrator', path: '/admin/sign-in/new' },
  { role: 'administrator', name: 'connection', first: /^\/admin\/sign-in\/\d+$/, on: '/admin/sign-in' },
  { role: 'administrator', name: 'trial of a token', first: /^\/admin\/sign-in\/\d+\/try$/, on: '/admin/sign-in', through: /^\/admin\/sign-in\/\d+$/ },
  { role: 'administrator', name: 'connection removal', first: /^\/admin\/sign-in\/\d+\/delete$/, on: '/admin/sign-in', through: /^\/admin\/sign-in\/\d+$/ },
  { role: 'visitor', path: '/sign-in/token', status: 403 },
  { role: 'administrator', path: '/admin/sign-in/openid/new' },
  { role: 'visitor', path: '/sign-in/openid/callback', status: 403 },
  { role: 'visitor', path: '/signed-out' },
  { role: 'administrator', path: '/admin/mail' },
  { role: 'administrator', name: 'mail', first: /^\/admin\/mail\/\d+$/, on: '/admin/mail' },
  { role: 'administrator', path: '/admin/look' },
  { role: 'administrator', path: '/admin/imports' },
  { role: 'administrator', path: '/admin/tags' },
  { role: 'administrator', path: '/admin/tags/new' },
  { role: 'administrator', name: 'tag', first: /^\/admin\/tags\/\d+$/, on: '/admin/tags' },
  { role: 'administrator', name: 'tag removal', first: /^\/admin\/tags\/\d+\/delete$/, on: '/admin/tags', through: /^\/admin\/tags\/\d+$/ },
  { role: 'administrator', path: '/admin/work' },
  { role: 'administrator', path: '/admin/boards/new' },
  { role: 'administrator', name: 'board', first: /^\/admin\/boards\/\d+$/, on: '/admin/boards' },
  { role: 'administrator', name: 'board closing', first: /^\/admin\/boards\/\d+\/archive$/, on: '/admin/boards', through: /^\/admin\/boards\/\d+$/ },
  { role: 'administrator', name: 'new status', first: /\/statuses\/new$/, on: '/admin/boards', through: /^\/admin\/boards\/\d+$/ },
  { role: 'administrator', name: 'status', first: /^\/admin\/statuses\/\d+$/, on: '/admin/boards', through: /^\/admin\/boards\/\d+$/ },
  { role: 'administrator', name: 'status removal', first: /^\/admin\/statuses\/\d+\/delete$/, on: '/admin/boards', through: [/^\/admin\/boards\/\d+$/, /^\/admin\/statuses\/\d+$/] },
  { role: 'administrator', name: 'new category', first: /\/categories\/new$/, on: '/admin/boards', through: /^\/admin\/boards\/\d+$/ },
  { role: 'administrator', name: 'category', first: /^\/admin\/categories\/\d+$/, on: '/admin/boards', through: /^\/admin\/boards\/\d+$/ },
  { role: 'administrator', name: 'category removal', first: /^\/admin\/categories\/\d+\/delete$/, on: '/admin/boards', through: [/^\/admin\/boards\/\d+$/, /^\/admin\/categories\/\d+$/] },
  { role: 'administrator', path: '/admin/people/new' },
  { role: 'administrator', name: 'person', first: /^\/admin\/people\/\d+$/, on: '/admin/people' },
];

/** Shown to nobody as a page: files, pictures, feeds and forms that only send. */
export const NOT_PAGES = [/^\/demo\/signin\//, /^\/feeds\//, /^\/static\//, /^\/assets\//, /\.(svg|png|xml|txt|atom|json|csv|ndjson|css|js|ico|webmanifest)$/, /^\/metrics$/];

/** The same address for every idea, board, person and so on: `/ideas/42-dark-mode` is `/ideas/:idea`. */
export function shape(path) {
  return path
    .replace(/^\/ideas\/\d+[^/]*/, '/ideas/:idea')
    .replace(/^\/boards\/[^/]+/, '/boards/:board')
    .replace(/^\/(storms|rounds)\/\d+[^/]*/, '/$1/:id')
    .replace(/^\/people\/[^/]+/, '/people/:person')
    .replace(/^\/moderation\/items\/[^/]+/, '/moderation/items/:item')
    .replace(/^\/desk\/teams\/[^/]+/, '/desk/teams/:team')
    .replace(/\/\d+(?=\/|$)/g, '/:id');
}

/** The addresses of a page's links on its own site, without fragments. */
export function links(html, origin, base = '/') {
  const found = [...html.matchAll(/<a\b[^>]*?\shref=(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi)]
    .map((match) => (match[1] ?? match[2] ?? match[3]).replaceAll('&amp;', '&').replaceAll('&#38;', '&'))
    .map((href) => URL.parse?.(href, new URL(base, origin)) ?? safeUrl(href, new URL(base, origin)))
    .filter((url) => url?.origin === origin)
    .map((url) => url.pathname + url.search);
  return [...new Set(found)];
}

function safeUrl(href, base) {
  try {
    return new URL(href, base);
  } catch {
    return null;
  }
}

/** PAGES with every address filled in: `{ role, path, status, title }`. */
export async function sitePages(browser, app) {
  const pages = [];
  for (const { role, path, first, on, through, name, status = 200 } of PAGES) {
    let address = path;
    if (first) {
      let start = on;
      for (const step of [through ?? []].flat()) start = await firstLink(browser, app, role, start, step);
      address = await firstLink(browser, app, role, start, first);
    }
    pages.push({ role, path: address, status, title: `${role}: ${name ? `${name} ` : ''}${address}` });
  }
  return pages;
}

async function firstLink(browser, app, role, on, form) {
  const answer = await app.fetch(browser, role, on);
  const html = await answer.text();
  if (answer.status !== 200) throw new Error(`${on} answers ${answer.status} to ${role}`);
  const found = links(html, app.origin, on).find((link) => form.test(link) && link !== '/ideas/new' && link !== on);
  if (!found) throw new Error(`${on} links to nothing like ${form} for ${role}`);
  return found;
}
