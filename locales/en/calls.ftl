# What sessions, rounds and panels tell by mail, and what somebody else changed while a form was open.
mail-kind-round = What the company makes of vote rounds that you gave points in, and the end of those that you made
mail-subject-round-reported = What we make of it: { $title }
mail-lead-round-reported = You gave points in a vote round. This is what the company makes of the result.
mail-reason-round-reported = You get this mail because you gave points in the round.
mail-open-round = See the result
mail-subject-round-closed = Over: { $title }
mail-lead-round-closed = { $count ->
    [one] A vote round that you made is over. 1 person gave points and waits to hear what you make of them.
   *[other] A vote round that you made is over. { $count_text } people gave points and wait to hear what you make of them.
}
mail-reason-round-closed = You get this mail because you made the round.
mail-open-round-desk = Write the report-back
form-there = What is stored now
form-there-none = (nothing)
round-stored = The report as it is stored now
error-form-changed = Somebody else changed this since you opened the form. Where it differs from what you typed, it is shown as “What is stored now”; saving again puts yours in its place.
error-round-changed = Somebody changed this round since you opened the page. What they stored is shown besides; saving again puts yours in its place.
error-round-begun = The round has begun since you opened the form, so points, limit and start stay as they are. Save again to change the rest.
panel-person-left = { $name } (no longer on staff; what they gave stays)
panel-left-panel = This idea was taken off the panel, or you are no longer one of its people. Nothing of yours was saved. Your comment is below.
error-panel-other-criteria = The criteria were changed since you opened the page. Read them and choose your numbers anew; your comment is still here.
