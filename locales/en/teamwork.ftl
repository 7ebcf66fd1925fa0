# What teams do with what they are sent: estimates, work items, public reports, load; reply templates; panels; roles.
error-estimate-effort = Choose how much work it is.
error-estimate-confidence = Choose how sure you are.
error-route-delivered = Say what was delivered.
error-work-url = Write a full address like https://tracker.example/T-12, without a password in it.
error-work-many = Ten links are the most. Take one off first.
error-work-unread = The page could not be read, or has no title. Write the title yourself.
flash-estimated = The estimate is there.
flash-work-added = The link is there.
flash-work-untitled = The link is there. Its page could not be read, so write its title yourself.
flash-work-changed = The title is changed.
flash-work-removed = The link is taken off.
flash-route-published = Everybody can read it on the idea’s page.
flash-route-withdrawn = Only staff can read it now.
history-progress = told how it goes
confidence-low = a guess
confidence-medium = fairly sure
confidence-high = sure
estimate-said = { $effort }; { $confidence }
estimate-title = Estimate
estimate-none = Nobody has said what it would take.
estimate-effort = How much work
estimate-confidence = How sure
estimate-save = Save the estimate
items-title = Work items
item-none = No link to the team’s tracker yet.
item-url = Address in your tracker
item-title = Title
item-title-hint = Leave it empty to take the title of the page.
item-add = Add the link
item-change = Change
item-save = Save the title
item-refresh = Read the title again
item-remove = Take the link off
move-publish = Tell everybody
move-publish-label = What everybody may read on the idea’s page
move-finish-label = What was delivered
move-finish-more = Done…
route-withdraw = Show it to staff only
step-published = { $name } tells everybody
step-estimated = { $name } estimates
step-work-linked = { $name } linked a work item
step-work-unlinked = { $name } took a work item off
load-open = Open
load-new = { $count ->
    [0] none is new
    [one] { $count_text } is new
   *[other] { $count_text } are new
}
load-accepted = Accepted
load-unassigned = { $count ->
    [0] all are somebody’s
    [one] { $count_text } is nobody’s yet
   *[other] { $count_text } are nobody’s yet
}
load-overdue = Overdue
load-oldest = Oldest
load-ages = How long they have waited
load-nothing = nothing open
ages-week = up to a week
ages-month = up to a month
ages-quarter = up to three months
ages-older = longer
teams-caption = What each team has before it
estimate-by = { $team } expects: { $estimate }.

log-act-progress = Progress told by a team
