# Rules that hold posts until a moderator has seen them.
screening-title = Automatic holding
screening-lead = Rules that hold posts of customers until a moderator has seen them. Nothing is dropped: what they hold waits in the queue, with the reason.
screening-rules = Rules
screening-read-only = Administrators change rules and lists. You read what they did.
screening-on = On
screening-off = Off
screening-switch = This rule holds posts
screening-limits = From { $least_text } to { $most_text }.
screening-links = Links in first posts
screening-links-hint = Holds a post with links to other sites while few posts of its author stand. An edit that adds such links is held, too.
screening-links-count = Links that hold a post
screening-links-posts = Posts of the author that must stand before links pass
screening-rate = Many posts of a new account
screening-rate-hint = Holds what an account posts beyond a number of posts in a stretch of hours while it is new.
screening-rate-posts = Posts that pass
screening-rate-hours = Within hours
screening-rate-days = Days for which an account is new
screening-alike = Near-identical posts
screening-alike-hint = Holds a post that says nearly word for word what another post said lately, whoever wrote it.
screening-alike-percent = How alike, in percent
screening-alike-days = Days for which posts are compared
screening-alike-words = Fewest words of a post that is compared
screening-words = Words from the lists
screening-words-hint = Holds a post in which an entry of the lists below stands, in whatever language it is written.
screening-form = Filled in by a program
screening-form-hint = Holds a post whose form was filled in faster than anybody types, was never shown, or has something in a field that no person sees.
screening-form-seconds = Seconds that filling in takes at least
screening-learnt = Like what was turned down as spam
screening-learnt-hint = Learns from every decision of the moderators: approvals and dismissed reports on one side, posts turned down or hidden as spam on the other. It holds posts whose words are like the latter.
screening-learnt-percent = How much like spam, in percent
screening-learnt-decisions = Decisions of either kind before it holds anything
screening-learnt-from = Learnt from: { $ham_text } good, { $spam_text } spam.
screening-hits = { $count ->
    [0] It held nothing in twelve weeks.
    [one] It held one post in twelve weeks.
   *[other] It held { $count_text } posts in twelve weeks.
}
screening-decided = { $count ->
    [one] One of them is decided,
   *[other] { $count_text } of them are decided,
}
screening-overturned-of = { $count_text } approved all the same ({ $percent_text } %).
screening-trend = Held in each of the last twelve weeks: { $counts }
screening-lists = Lists of words
screening-lists-lead = An entry is a word or a few words in a row. Case, accents and endings make no difference: “casino” finds “Casinos”. All lists are looked in, whatever language a post is in.
screening-list-hint = One entry a line, up to { $limit_text } entries of { $characters_text } characters.
screening-list-count = { $count ->
    [one] one entry
   *[other] { $count_text } entries
}
screening-try = Try a text
screening-try-text = Text
screening-try-hint = As if a new customer posted it. Nothing of it is kept.
screening-try-act = Try it
screening-would-hold = Would hold it
screening-would-pass = lets it pass.
screening-off-now = (off)
screening-latest = Last hits
screening-no-hits = No rule has held anything yet.
screening-post = Post
screening-rule = Rule
screening-outcome = What became of it
screening-waits = Waits
screening-approved = Approved
screening-refused = Turned down
screening-held-by = Held by a rule:
screening-other-post = The other post
screening-saw-links = { $count ->
    [one] one link, to { $hosts }
   *[other] { $count_text } links, to { $hosts }
}
screening-saw-rate = { $count ->
    [one] one post
   *[other] { $count_text } posts
} within { $hours ->
    [one] one hour
   *[other] { $hours_text } hours
}
screening-saw-alike = { $percent_text } % the same as another post
screening-saw-words = { $words }
screening-saw-trap = the field that no person sees was filled in
screening-saw-fast = { $count ->
    [0] posted at once
    [one] posted after one second
   *[other] posted after { $count_text } seconds
}
screening-saw-old = the form had been open for more than a week
screening-saw-unsigned = the form was never shown
screening-saw-learnt = { $percent_text } % like spam; what speaks for it: { $words }
screening-opinion = ({ $percent_text } % like spam)
screening-weight = { $word } ({ $percent_text } %)
screening-trap = Leave this empty
flash-screening-saved = Saved. It holds from the next post on.
log-act-screening-changed = Automatic holding changed
error-screening-number = Give a whole number from { $least_text } to { $most_text }.
error-screening-words-many = The list has { $count_text } entries. Shorten it to { $limit_text }.
error-screening-word-long = An entry has more than { $limit_text } characters.
error-screening-word-empty = Every entry needs a letter or a digit.
