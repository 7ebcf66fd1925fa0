# Teams: inboxes, routes, rules, webhooks.
inbox-title = Team { $team }
inbox-open = { $count ->
    [0] Nothing open.
    [one] { $count_text } open route.
   *[other] { $count_text } open routes.
}
inbox-overdue = { $count ->
    [0] None is overdue.
    [one] { $count_text } is overdue.
   *[other] { $count_text } are overdue.
}
inbox-members = { $names } hear about new ones.
inbox-filter = Routes of this team
inbox-all = All
inbox-mine = Mine
inbox-unassigned = Nobody’s yet
inbox-only-overdue = Overdue
inbox-empty = Nothing to do
inbox-empty-filtered = No route fits here
inbox-empty-text = Ideas come here when the desk or a rule sends them.
inbox-closed = Closed lately
route-state-new = New
route-state-accepted = Accepted
route-state-asked = Asked
route-state-in-work = In work
route-state-declined = Declined
route-state-done = Done
route-state-closed = Taken back
route-due = due { $date }
route-overdue = Overdue: due { $date }
route-by = sent by { $name }
route-by-rule = by the rule “{ $rule }”
route-nobody = nobody yet
route-send-to = Send to a team
route-choose = Choose
route-due-label = Due
route-note = What the team should know
route-send = Send
route-steps = What happened
route-moves = What can be done
route-who-when = Who and when
route-assignee = Who sees to it
route-assign = Give it to them
route-due-save = Change the day
route-reassign = Pass on to another team
route-open-desk = Open in the desk
route-see-answer = See the answer
move-accept = Accept
move-ask-desk = Ask the desk
move-ask-author = Ask the author
move-ask-more = Ask…
move-ask-label = Your question
move-answer = Answer
move-answer-label = Your answer to the team
move-start = Start work
move-report = Report progress
move-report-more = Report progress…
move-report-label = How it goes
move-finish = Done
move-decline = Decline
move-decline-more = Decline…
move-reason-label = The reason, which the desk reads
move-reopen = Open again
move-take-back = Take back
step-sent = { $name } sent it
step-sent-again = { $name } sent it again
step-by-rule = A rule sent it
step-accepted = { $name } accepted
step-asked-desk = { $name } asks the desk
step-asked-author = { $name } asks the author
step-answered = { $name } answered
step-started = { $name } started work
step-reported = { $name } reports
step-finished = { $name } is done
step-declined = { $name } declined
step-reopened = { $name } opened it again
step-taken-back = { $name } took it back
step-reassigned = { $name } passed it on to another team
step-assigned = { $name } changed who sees to it
step-due-changed = { $name } changed the day
returned-title = Returned
returned-lead = What teams ask the desk, what they are done with and the voters have not heard of, and what they declined. Nothing sent to a team is left without an owner.
returned-questions = Questions to the desk
returned-declined = Declined
returned-asks = { $name } of { $team } asks
returned-declines = { $name } of { $team } declined
returned-decide = Decide
returned-settle = Settled
returned-empty = Nothing came back
returned-empty-text = When a team asks the desk, is done with an idea or declines it, you find it here.
question-title = { $team } has a question for you
question-answer = Your answer
question-hint = Only the company reads it.
question-send = Send the answer
teams-empty = No teams yet
teams-empty-manager = Make one, add its members, and send it the first idea.
teams-empty-member = You are in no team. A product manager can add you to one.
team-new = New team
team-edit = Edit the team
team-name = Name
team-slug = Name in addresses
team-slug-hint = Leave it empty to make one from the name.
team-description = What it takes care of
team-address = Mail address of the team
team-address-hint = News of routes goes there besides to the members. Optional.
team-webhook = Webhook
team-webhook-hint = An https address that is told of routes and answers. Optional.
team-save = Save
team-archived = Takes no routes
team-has-webhook = Webhook
team-members = { $count ->
    [0] no members
    [one] { $count_text } member
   *[other] { $count_text } members
}
team-members-title = Members
team-members-none = Nobody yet: news of routes goes to the mail address alone.
team-member-add = Add a member
team-member-hint = Handle or mail address of somebody on the staff.
team-member-add-act = Add
team-member-remove = Remove
team-webhook-title = Webhook
team-webhook-text = Messages are signed after Standard Webhooks and tried again for a day.
team-webhook-test = Send a test
team-webhook-rotate = Make a new secret
team-webhook-rotate-hint = A new secret replaces the present one at once.
team-archive-title = Routes
team-archive-text = A team that takes no routes keeps its inbox, and rules pass it by.
team-archive = Take no more routes
team-restore = Take routes again
secret-title = The webhook’s secret
secret-lead = { $team } signs its webhooks with this. It is shown now and never again.
secret-label = Secret
secret-text = Copy it to the receiver, which checks signatures with it. If it gets lost, make a new one.
secret-done = I have copied it
rules-lead = Rules send ideas to teams by themselves. They are asked in this order; each team gets an idea once, by the first rule that fits.
rules-empty = No rules yet
rules-empty-text = A rule sends what fits to a team as soon as it fits: by board, words, votes or place in Trending.
rule-new = New rule
rule-edit = Edit
rule-edit-title = Edit the rule
rule-back = All rules
rule-is-on = On
rule-is-off = Off
rule-on = Switch on
rule-off = Switch off
rule-on-already = This rule is on.
rule-up = Move up
rule-down = Move down
rule-try = Try against the last 90 days
rule-try-on = Try, then switch on…
rule-delete = Delete the rule
rule-delete-more = Delete…
rule-delete-title = Delete this rule?
rule-delete-lead = “{ $rule }” is asked no more. What it has sent stays with the teams.
rule-keep = Keep it
rule-sent = { $count ->
    [one] acted on { $count_text } idea
   *[other] acted on { $count_text } ideas
}
rule-last = the last on
rule-when = When an idea is
rule-and = {", and "}
rule-or = {" or "}
rule-gone = (deleted)
rule-board-archived = { $board } (archived)
rule-then = , send it to
rule-due = { $count ->
    [one] due in { $count_text } working day.
   *[other] due in { $count_text } working days.
}
rule-when-board = on { $list }
rule-when-category = in { $list }
rule-when-tag = tagged { $list }
rule-when-kind = { $list }
rule-when-words = about { $list }
rule-when-votes = { $count ->
    [one] at { $count_text } net vote or more
   *[other] at { $count_text } net votes or more
}
rule-when-people = { $count ->
    [one] voted on by { $count_text } person or more
   *[other] voted on by { $count_text } people or more
}
rule-when-trending = { $count ->
    [one] first in Trending on its board
   *[other] among the first { $count_text } in Trending on its board
}
rule-form-lead = Everything you fill in must hold; within one field, any of its values does.
rule-form-when = When an idea
rule-form-then = Then
rule-name = Name of the rule
rule-name-hint = The team sees it.
rule-no-teams = There is no team that a rule could send to.
rule-kinds = Kind of status
rule-words = Words in title or text
rule-words-hint = One word or phrase a line. Case, accents and endings do not matter.
rule-votes = At least net votes
rule-people = At least people
rule-trending = Among the first in Trending (up to { $count_text })
rule-due-days = Due within (working days)
rule-save = Save
trial-page = Trying “{ $rule }”
trial-title = { $count ->
    [0] No idea posted in these { $days_text } days fits
    [one] 1 idea posted in these { $days_text } days fits
   *[other] { $count_text } ideas posted in these { $days_text } days fit
}
trial-judged = { $count ->
    [one] { $count_text } idea was looked at, as it stands today.
   *[other] { $count_text } ideas were looked at, as they stand today.
}
trial-routed = { $count ->
    [one] The team has { $count_text } of them already.
   *[other] The team has { $count_text } of them already.
}
trial-cut = There were more: only the newest { $count_text } are looked at.
trial-has-it = team has it
deliveries-lead = What was sent to the teams’ webhooks, newest first.
deliveries-region = Table of deliveries
deliveries-caption = Webhook deliveries, newest first
deliveries-empty = Nothing was sent yet
deliveries-empty-text = Give a team a webhook, then every route and answer that concerns it is sent there.
deliveries-more = Older deliveries
delivery-message = Message
delivery-event = Event
delivery-state = State
delivery-tries = Tries
delivery-of = { $tries_text } of { $most_text }
delivery-answer = Answer
delivery-none = none yet
delivery-when = Written
delivery-next = Next try
delivery-last = Last try
delivery-url = Address
delivery-excerpt = Beginning of the answer
delivery-payload = What is sent
delivery-again = Send again
delivery-waiting = Waiting
delivery-claimed = Being sent
delivery-delivered = Delivered
delivery-failed = Given up
delivery-withheld = Withheld: the idea is hidden
flash-routed = The idea is on its way to the team.
flash-route-accepted = Accepted.
flash-route-asked = Your question is asked.
flash-route-answered = The team has your answer.
flash-route-started = Work has begun.
flash-route-reported = Your report is there.
flash-route-finished = Done. The desk can tell everybody.
flash-route-declined = Declined. It is back at the desk.
flash-route-reopened = The route is open again.
flash-route-taken-back = Taken back from the team.
flash-route-assigned = That is who sees to it now.
flash-route-due = The day is changed.
flash-route-reassigned = Passed on to the other team.
flash-question-answered = Thank you. The team has your answer.
flash-team-saved = The team is saved.
flash-team-archived = The team takes no more routes.
flash-team-restored = The team takes routes again.
flash-member-added = They belong to the team now.
flash-member-removed = They are no longer in the team.
flash-webhook-test = A test is on its way. Look again in a moment.
flash-delivery-again = It is sent again.
flash-rule-made = The rule is there, switched off. This is what it would have done.
flash-rule-saved = The rule is changed.
flash-rule-on = The rule is on.
flash-rule-off = The rule is off.
flash-rule-moved = The order is changed.
flash-rule-deleted = The rule is deleted.
error-route-there = This team has the idea already.
error-route-moved = Somebody moved this route in between. Look at where it stands now.
error-route-question = Write your question.
error-route-answer = Write your answer.
error-route-report = Write how it goes.
error-route-reason = Say why, so that the desk can find another way.
error-route-same-team = Choose another team: this one has it.
error-team-archived = This team takes no routes.
error-assignee = Choose a member of the team.
error-due = Write the day as in 2026-12-31.
error-team-name = Give the team a name of up to { $limit } characters.
error-team-address = Write an address like name@example.com.
error-webhook-url = Write a full https address without a password in it.
error-webhook-none = This team has no webhook.
error-member-unknown = Nobody here has that handle or address.
error-member-not-staff = Only members of staff can be in a team. An administrator can change their role.
error-delivery-claimed = It is being sent right now.
error-rule-name = Give the rule a name of up to { $limit } characters.
error-rule-team = Choose a team, or something else that the rule does.
error-rule-due = Write a number of days from 1 to { $limit }.
error-rule-empty = Fill in at least one condition, or every idea would be sent.
error-rule-gone = One of these was deleted. Take it out, or choose another.
error-rule-words = Use at most { $limit } words or phrases of up to { $length } characters.
error-rule-words-none = One of these lines holds nothing that could be found: use letters or digits.
error-rule-count = Write a whole number from 1 to { $limit_text }, or leave it empty.
