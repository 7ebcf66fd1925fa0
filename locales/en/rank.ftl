# How lists are ordered and what moves them: hidden counts, ties, the log of hands on the scale.
nav-scale = Hands on the scale
scale-note = Votes and time decide about places. Whatever else moved the scale is public:
log-scale = Every hand on the scale
log-scale-lead = Whatever moved ideas on public lists but the votes themselves: half-lives, which votes count, hidden counts, votes held back, merges, imports. No idea can be pinned.
log-setting = board { $board }, from “{ $from }” to “{ $to }”
log-act-voting-changed = Kinds of votes changed
log-act-counts-changed = Hidden counts changed
log-act-exploration-changed = Share of hardly seen ideas changed
why-tie = Tie
why-tie-above = It is level with the idea above: chance alone would make such a difference.
why-tie-below = It is level with the idea below: chance alone would make such a difference.
why-tie-both = It is level with the ideas above and below: chance alone would make such a difference.
help-ties = Where two neighbours in Top differ by no more than chance would make them differ, both are marked as a tie.
help-veil = A board may hide how many voted, always or for a while, since the first votes draw others after them. The order stays the same.
counts-shown = Always shown
counts-hidden = Always hidden
counts-until-voted = Hidden until one has voted
counts-first-days = Hidden for the first days
counts-for-days = { $count ->
    [one] Hidden for the first day
   *[other] Hidden for the first { $count_text } days
}
explore-share = { $count ->
    [0] none
   *[other] one place in { $count_text }
}
field-counts = Number of votes
field-counts-hint = A first vote draws others after it. Hidden numbers keep people from following the crowd; the order of lists stays, and the desk always sees them.
field-counts-days = Days until the number shows
field-counts-days-hint = Only for “hidden for the first days”: counted from when an idea was posted.
field-explore = One place in how many goes to ideas hardly anybody has seen
field-explore-hint = On Trending, marked as “Worth a look”. 10 unless you say otherwise, 0 for none. A change is in the public log.
error-counts-days = Write a number of days from 1 to 365.
error-explore-every = Write 0, or a number from 2 to 100.
veil-word = votes hidden
veil-title = Votes are hidden
veil-reason = That way nobody follows the crowd. Every vote counts all the same.
veil-always = This board does not show how many people voted.
veil-until-voted = You see how many people voted once you have voted.
veil-until = Until { $date } nobody sees how many people voted.
veil-why-always = this board hides how many voted
veil-why-until-voted = how many voted is hidden until you have voted
veil-why-until = how many voted is hidden until { $date }
veil-board-hidden = This board does not show how many people voted.
veil-board-until-voted = You see how many people voted on an idea once you have voted on it.
veil-board-first-days = { $count ->
    [one] Nobody sees how many people voted on an idea in its first day.
   *[other] Nobody sees how many people voted on an idea in its first { $count_text } days.
}
look-mark = Worth a look
look-note = Hardly anybody has seen this idea yet, so nobody knows how good it is.
look-why = { $count ->
    [0] Worth a look: so few people were shown this idea that its votes say little yet. It stands here to be looked at, not by its votes.
   *[other] Worth a look: so few people were shown this idea that its votes say little yet. One place in { $count_text } goes to such ideas.
}
for-you-title = For you
for-you-lead = What trends among the topics you vote on, follow and post in, without what you have voted on.
for-you-how = Every fifth place is for something from outside your topics, so that you do not only see more of the same.
for-you-tag = Because you vote on, follow or post ideas tagged “{ $name }”
for-you-place = Because you vote on, follow or post ideas in “{ $name }”
for-you-outside = From outside your topics: it trends elsewhere on the site
for-you-none-title = Nothing to go by yet
for-you-none = Vote on a few ideas or follow them, and this page shows what else goes in their direction.
for-you-end-title = You are through
for-you-end = You have voted on everything that trends in your topics. New ideas will show here.
for-you-trending = All that trends
for-you-new = New ideas
help-order-for-you = For you: what trends among your tags and categories, without what you have voted on, with every fifth place from outside. Each idea says why it is there.
help-look = On Trending, a share of the places, usually one in ten, goes to ideas that hardly anybody has seen. They are marked “Worth a look”.
