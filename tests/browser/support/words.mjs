// What the stories look for on the pages, as a person would: labels and names of buttons, in English. One place to adjust.

export const FIELDS = {
  board: /^board/i,
  category: /^category/i,
  title: /^title/i,
  body: /^(describe|description|details|your idea|what)/i,
  comment: /comment/i,
  team: /^(team|send to|route to)/i,
  status: /^status/i,
  response: /^(public )?(answer|response)/i,
  effort: /^effort/i,
  search: /search/i,
};

export const BUTTONS = {
  submit: /^(post|submit|share)( your| this| the)? ?idea$|^(post|submit)$/i,
  preview: /preview/i,
  similar: /similar/i,
  promote: /^(promote|vote( for)?|up|upvote)\b/i,
  withdraw: /withdraw|take back|remove (your|my) vote/i,
  comment: /^(post |add )?comment$/i,
  route: /^(route|send)\b/i,
  answer: /^(save|answer|publish|decide|set status)\b/i,
  accept: /^accept/i,
  search: /^search/i,
};
