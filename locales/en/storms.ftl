# Storm sessions, and what all calls to take part have in common.
nav-storms = Storm sessions
desk-tab-storms = Sessions
phase-draft = Draft
phase-planned = Planned
phase-open = Open
phase-closed = Closed
call-left-days = { $count ->
    [one] 1 day left
   *[other] { $count_text } days left
}
call-left-hours = { $count ->
    [one] 1 hour left
   *[other] { $count_text } hours left
}
call-left-minutes = { $count ->
    [one] 1 minute left
   *[other] { $count_text } minutes left
}
call-opens = Opens { $when }
call-starts = Opens
call-ends = Closes
call-zone = Times are in the time zone { $zone }.
error-call-moment = Enter a date and a time of day, as in 2026-11-22 09:30
error-call-order = It must close after it opens
error-call-long = It can be open for a year at most
error-call-later = Choose a moment later than its present end
storms-title = Storm sessions
storms-lead = Questions that the company asks for a fixed time. Post an idea, vote for others, and read what became of them.
storms-now = Open and planned sessions
storms-past = Past sessions
storms-empty = No sessions yet
storms-empty-text = When the company asks a question, it appears here and on top of the pages of its board.
storms-empty-desk = Ask customers a question for a week or two. Their ideas land on a board like any other, gathered on a page of their own.
storm-banner = Storm session
storm-ideas = { $count ->
    [one] 1 idea
   *[other] { $count_text } ideas
}
storm-people = { $count ->
    [one] 1 person
   *[other] { $count_text } people
}
storm-answered = Answer:
storm-to-desk = Open on the desk
storm-answer = Our answer
storm-summary = What came in
storm-rules = Rules
storm-take-part = Take part
storm-take-part-text = Post an idea that answers the question, or vote for the ones below. Ideas stay on the board after the session.
storm-post = Post an idea in this session
storm-posting-into = You are posting in the session
storm-closed-text = This session is over.
storm-answer-awaited = The answer will stand here.
storm-ideas-title = Ideas
storm-ideas-none = No ideas yet.
storm-merged = Merged since
storm-merged-into = is now part of
storm-facts = About the session
storm-fact-ideas = Ideas
storm-fact-people = People
storm-in-sessions = Storm sessions
storm-new = New session
storm-edit = Edit
storm-question = Question
storm-question-hint = One sentence that people can answer with an idea. Up to 160 characters.
storm-phase = State
storm-board-hint = Ideas of the session are posted on this board. Whoever sees the board sees the session.
storm-rules-hint = What a good idea looks like, and what happens with the best. Markdown.
storm-save = Save
storm-save-draft = Save as a draft
storm-look = See how it will look
storm-publish-title = This is a draft
storm-publish-text = Only those who run the desk see it. Once published it cannot be deleted, and it opens and closes by itself.
storm-publish = Publish
storm-discard = Delete…
storm-discard-title = Delete this draft?
storm-discard-lead = The draft goes for good. Ideas that were added to it stay on their boards.
storm-discard-act = Delete the draft
storm-idea-remove = Take out
storm-ideas-all = All ideas of the session
storm-idea-add = Add an idea that is there already
storm-idea-add-hint = Its number or its address.
storm-idea-add-act = Add
storm-answer-title = Summary and answer
storm-answer-hint = Nobody but the desk reads this until you publish it, once the session is over.
storm-answer-is-public = Everybody reads this. Changes are shown at once and kept in the history.
storm-answer-field-hint = What the company makes of it: what you will do, and what not, and why. Markdown.
storm-summary-hint = What people asked for, in a few lines. Markdown.
storm-answer-publish = Publish the answer
storm-answer-keep = Keep for later
storm-extend-to = Closes later, at
storm-extend = Extend
storm-close = Close early…
storm-close-title = Close this session now?
storm-close-lead = No more ideas can be posted in it, and it cannot be opened again. The public log tells of it.
storm-close-act = Close it now
storm-history = History
storm-act-made = Made
storm-act-changed = Changed
storm-act-published = Published
storm-act-extended = Extended to { $to }
storm-act-ended = Closed early
storm-act-opened = Opened
storm-act-closed = Closed
storm-act-answered = Answer published
storm-act-added = An idea was added
storm-act-removed = An idea was taken out
history-storm-added = added it to a storm session
history-storm-removed = took it out of a storm session
log-act-storm-extended = Storm session extended
log-act-storm-ended = Storm session closed early
flash-storm-saved = The session is saved.
flash-storm-published = The session is published.
flash-storm-extended = The session is extended.
flash-storm-ended = The session is closed.
flash-storm-discarded = The draft is deleted.
flash-storm-answered = The answer is published.
flash-storm-answer-kept = Kept. Nobody else reads it yet.
flash-storm-idea-added = The idea is in the session.
flash-storm-idea-removed = The idea is no longer in the session.
error-storm-question = Write a question of up to { $limit } characters
error-storm-answer-empty = Write an answer before you publish
error-storm-closed = The session closed before your idea was posted. Post again to put it on the board without the session
error-storm-planned = The session is not open yet
error-storm-idea-hidden = Not everybody who sees the session sees this idea
error-storm-over = The session is over.
error-storm-draft = The session is not published.
error-storm-published = The session is published already.
error-storm-past = Its end has passed. Choose another before you publish it.
error-storm-runs = The session still runs; publish its answer once it is over.

log-act-storm-made = Storm session made
log-act-storm-changed = Storm session changed
log-act-storm-published = Storm session published
log-act-storm-opened = Storm session opened
log-act-storm-closed = Storm session closed
log-act-storm-answered = Storm session answered
log-act-storm-added = Idea added to a storm session
log-act-storm-removed = Idea taken out of a storm session
