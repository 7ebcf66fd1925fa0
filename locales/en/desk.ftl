# The desk: reviewing, deciding, answering.
close = Close
desk-title = To review
desk-tab-review = To review
desk-tab-first = First-time authors
desk-tab-returned = Returned
desk-tab-all = All ideas
desk-tab-teams = Teams
desk-tab-rules = Rules
desk-tab-deliveries = Deliveries
desk-first-title = First-time authors
desk-first-lead = { $count ->
    [0] They posted for the first time and nobody has answered.
    [one] They posted for the first time and nobody has answered. The site promises an answer within a day.
   *[other] They posted for the first time and nobody has answered. The site promises an answer within { $count_text } days.
}
desk-first-idea = first idea
desk-empty = Nothing waits to be reviewed
desk-empty-text = New ideas come here by themselves. Decided ones are under “All ideas”.
desk-empty-first-text = Every first-time author has had an answer.
desk-empty-filtered = No idea fits these filters
desk-empty-filtered-text = Take some of them away, or look at all ideas.
desk-filter = Filter
desk-show = Show ideas
desk-clear = Clear filters
desk-any = Any
desk-order = Order
desk-order-impact = Greatest impact
desk-order-trending = Trending
desk-order-new = Newest
desk-order-oldest = Waiting longest
desk-board = Board
desk-category = Category
desk-tag = Tag
desk-status = Status
desk-status-review = Open and under review
desk-team = Team
desk-routed = Sent to a team
desk-routed-yes = Sent
desk-routed-no = Not sent
desk-least = At least promotions
desk-words = Words
desk-unanswered = Without an answer
desk-formula = = reach × value × confidence ÷ effort
desk-caption = Ideas with their impact and its factors
desk-col-idea = Idea
desk-col-waiting = Waiting
desk-select = Select “{ $title }”
desk-select-all = Select all ideas on this page
desk-selected = Selected: { "{" }n{ "}" }
desk-selected-none = Selected ideas
desk-bulk-keep = Leave
desk-bulk-none = None
desk-add-tag = Add tag
desk-continue = Continue…
desk-more = More ideas
desk-tied = tied with the one above
desk-late = Late
desk-days = { $count ->
    [0] today
    [one] 1 day
   *[other] { $count_text } days
}
desk-votes = { $count ->
    [one] { $count_text } vote
   *[other] { $count_text } votes
}
desk-people = { $count ->
    [one] { $count_text } person
   *[other] { $count_text } people
}
desk-held = { $count ->
    [0] no held votes
    [one] { $count_text } held vote
   *[other] { $count_text } held votes
}
desk-up-down = { $up_text } up, { $down_text } down
desk-waits-late = { $count ->
    [one] Waiting for an answer for a day, longer than promised
   *[other] Waiting for an answer for { $count_text } days, longer than promised
}
desk-waits = { $count ->
    [0] Waiting for an answer since today
    [one] Waiting for an answer for a day
   *[other] Waiting for an answer for { $count_text } days
}
desk-public-page = Public page
desk-responses = Answers so far
desk-response-edit = Edit
desk-response-edited = edited
desk-aside = Routes and facts
desk-routes = Routes
desk-routes-none = No team has it.
desk-facts = Who asks
desk-fact-up = Promotions
desk-fact-down = Demotions
desk-fact-brought = Brought from { $from }
desk-fact-held = Held votes
desk-fact-comments = Comments
desk-fact-followers = Followers
desk-history = History
desk-related = Related ideas
desk-keys = Keys
desk-key-jk = next, previous idea
desk-key-o = open it
desk-key-x = select it
desk-key-s = set its status
desk-key-r = send it to a team
desk-key-help = this list
factor-impact = Impact
factor-reach = Reach
factor-confidence = Confidence
factor-effort = Effort
factor-week = 7 days
factor-month = 30 days
effort-s = S: days
effort-m = M: weeks
effort-l = L: months
effort-xl = XL: quarters
effort-unknown = unknown
effort-unknown-counts = Unknown, counts as M
kind-open = open
kind-active = active
kind-done = done
kind-closed = closed
answer-title = Decide and answer
answer-status = Status
answer-effort = Effort
answer-response = Public answer
answer-response-hint = { $count ->
    [0] Everybody can read it. “Not planned” and “Partly delivered” need a reason.
    [one] The one person who follows the idea hears it. “Not planned” and “Partly delivered” need a reason.
   *[other] The { $count_text } people who follow the idea hear it. “Not planned” and “Partly delivered” need a reason.
}
answer-act = Decide and answer
answer-preview = Preview
answer-preview-act = Preview
answer-conflict-status = { $name } set the status to “{ $status }” { $when }.
answer-conflict-answered = { $name } answered this idea { $when }.
answer-conflict-effort = { $name } changed the effort { $when }.
answer-conflict-again = Nothing of yours was saved. Look at what is there now; if you send the form again, your decision stands.
response-edit-title = Edit the answer
response-edit-lead = Everybody sees that it was edited, and the history keeps the text before.
response-save = Save the answer
notes-title = Notes
notes-none = No notes yet.
note-label = Add a note
note-hint = Only staff can read notes.
note-add = Add note
note-delete = Delete
bulk-title = { $count ->
    [one] Change { $count_text } idea?
   *[other] Change { $count_text } ideas?
}
bulk-which = These ideas change
bulk-will-status = The status becomes “{ $status }”.
bulk-will-effort = The effort becomes “{ $effort }”.
bulk-will-route = They are sent to { $team }.
bulk-will-tag = They get the tag “{ $tag }”.
bulk-response = One public answer for all
bulk-response-wanted = This status needs a reason. Whoever follows one of these ideas hears it.
bulk-response-hint = Optional. Whoever follows one of these ideas hears it.
bulk-apply = Change them
bulk-cancel = Cancel
bulk-done-title = Done
bulk-done-changed = { $count ->
    [0] No idea was changed.
    [one] { $count_text } idea was changed.
   *[other] { $count_text } ideas were changed.
}
bulk-done-skipped = { $count ->
    [0] None was left out.
    [one] { $count_text } was left out.
   *[other] { $count_text } were left out.
}
bulk-changed = Changed
bulk-skipped = Left out
bulk-decided = { $count ->
    [one] Somebody else decided about one of them in the meantime. What you typed is kept.
   *[other] Somebody else decided about { $count_text } of them in the meantime. What you typed is kept.
}
bulk-again = Look at them again
bulk-back = Back to the list
bulk-skipped-same = It was like that already.
bulk-skipped-gone = It is no longer there.
bulk-skipped-status = Its board does not have this status.
flash-answered = Saved. Everybody who follows the idea hears of it.
flash-response-edited = The answer is changed.
flash-note-added = The note is there, for staff only.
flash-note-deleted = The note is deleted.
flash-bulk-no-ideas = Select the ideas first.
flash-bulk-no-change = Choose what is to change: status, effort, team or tag.
flash-bulk-many = Select at most 200 ideas at once.
error-answer-reason = This status needs a reason: write an answer.
error-answer-nothing = Nothing changes yet: choose another status or effort, or write an answer.
error-answer-empty = Write an answer.
error-answer-long = The answer has { $count_text } characters. Shorten it to { $limit_text }.
error-answer-conflict = Somebody else decided in between.
error-status-unknown = Choose a status of this board.
error-effort-unknown = Choose an effort from the list.
error-desk-hidden = This idea is hidden. Nothing can be said about it until it is restored.
error-note-empty = Write something.
error-note-others = Only who wrote a note can delete it.
