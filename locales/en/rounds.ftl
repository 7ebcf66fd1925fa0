# Vote rounds.
nav-rounds = Vote rounds
rounds-title = Vote rounds
rounds-lead = Short lists of ideas that could be done. Spread your points over them; results are shown when a round closes.
rounds-empty = No vote rounds yet
rounds-empty-text = When the company asks which of a few ideas should come first, it appears here.
rounds-empty-desk = Put two to twenty feasible ideas on a list and ask people to spread a fixed number of points over them.
round-banner = Vote round
round-people = { $count ->
    [one] 1 person
   *[other] { $count_text } people
}
round-report = What we make of it
round-to-desk = Open on the desk
round-budget-say = { $count ->
    [one] Everybody has 1 point.
   *[other] Everybody has { $count_text } points.
}
round-cap-say = { $count ->
    [one] At most 1 for each idea.
   *[other] At most { $count_text } for each idea.
}
round-intent = The result tells us what people want first. It changes no votes.
round-results = Results
round-idea = Idea
round-points = Points
round-people-head = People
round-points-count = { $count ->
    [one] 1 point
   *[other] { $count_text } points
}
round-points-for = Points for “{ $title }”
round-sign-in = Sign in to give points
round-short-list = The short list
round-short-list-none = No ideas yet. Add two to twenty.
round-give = Give my points
round-change = Change my points
round-rest = Points left: { "{" }n{ "}" }
round-over = Points too many: { "{" }n{ "}" }
round-rest-say = { $count ->
    [one] 1 point left
   *[other] { $count_text } points left
}
round-sealed = You can change this until the round closes. Nobody sees any result before that. To take your ballot back, empty all fields.
round-sealed-desk = The list is fixed now. Points are shown when the round closes, not before, to nobody.
round-new = New vote round
round-edit = Edit
round-title = Title
round-title-hint = For instance “Which repair comes first?”. Up to 120 characters.
round-intro = What it is about
round-intro-hint = Why these ideas, and what you will do with the result. Markdown.
round-budget = Points for each person
round-budget-hint = From 1 to 1,000.
round-cap = At most for one idea
round-cap-hint = Leave empty for no limit.
round-audience = Who takes part
round-for-all = Everybody
round-for-staff = Members of staff
round-publish-text = Only those who run the desk see it. Once published it cannot be deleted, it opens and closes by itself, and its list is fixed when it opens.
round-by-segment = Results by segment
round-no-segment = No segment
round-segment-hint = Segments are those of people's accounts as they are now. People without an account have none.
round-report-hint = Say what you will do. Nobody but the desk reads it until you publish it.
round-report-field-hint = What you will do first, what later, and why. Markdown.
round-report-publish = Publish
round-idea-add = Add an idea
round-facts = About the round
round-close-title = Close this round now?
round-close-lead = Nobody can give points any more, and the results are shown. The public log tells of it.
round-discard-lead = The draft goes for good. Its ideas stay.
round-act-reported = Report published
log-act-round-made = Vote round made
log-act-round-changed = Vote round changed
log-act-round-published = Vote round published
log-act-round-opened = Vote round opened
log-act-round-closed = Vote round closed
log-act-round-reported = Report of a vote round published
log-act-round-added = Idea put on the list of a vote round
log-act-round-removed = Idea taken off the list of a vote round
log-act-round-ended = Vote round closed early
flash-points-saved = Your points are kept.
flash-round-saved = The round is saved.
flash-round-published = The round is published.
flash-round-ended = The round is closed.
flash-round-reported = It is published.
flash-round-idea-added = The idea is on the list.
flash-round-idea-removed = The idea is off the list.
error-points-number = Enter whole numbers from 0 on
error-points-cap = Give at most { $limit } to one idea
error-points-budget = You have { $limit } points; these are more
error-points-gone = An idea is no longer on the list; look at it again
error-round-title = Write a title of up to { $limit } characters
error-round-budget = Enter a whole number from 1 to { $limit }
error-round-closed = The round is closed.
error-round-planned = The round is not open yet.
error-round-draft = The round is not published.
error-round-published = The round is published already.
error-round-past = Its end has passed. Choose another before you publish it.
error-round-short = A round needs at least two ideas.
error-round-not-for-all = Not everybody who sees the round sees all of its ideas.
error-round-fixed = The list is fixed since the round opened.
error-round-full = A round has at most twenty ideas
error-round-idea-hidden = Not everybody who sees the round sees this idea
error-round-idea-twice = This idea is on the list already
error-round-runs = The round still runs; publish what you make of it once it is closed.
error-round-report-empty = Write something before you publish
data-rounds = Vote rounds in which you gave points
