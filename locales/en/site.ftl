# What every page says.
date-pattern = %-d %B %Y
date-time-pattern = %-d %B %Y, %H:%M
ago-now = just now
ago-minutes = { $count ->
    [one] a minute ago
   *[other] { $count_text } minutes ago
}
ago-hours = { $count ->
    [one] an hour ago
   *[other] { $count_text } hours ago
}
ago-days = { $count ->
    [one] yesterday
   *[other] { $count_text } days ago
}
skip = Skip to content
js-left = Characters left: { "{" }n{ "}" }
js-over = Characters too many: { "{" }n{ "}" }
js-people = People
js-found = People found: { "{" }n{ "}" }
nav-site = Site
nav-ideas = Ideas
nav-boards = Boards
nav-answers = Answers
nav-desk = Desk
nav-teams = Teams
nav-moderation = Moderation
nav-admin = Administration
nav-me = My ideas and votes
nav-settings = Settings
nav-your-menu = Your menu
nav-help = How ideas are answered
nav-log = Moderation log
nav-feed = Feed
search-label = Search ideas
search-placeholder = Search
sign-in = Sign in
sign-out = Sign out
post-an-idea = Post an idea
language = Language
language-change = Change
undo = Undo
staff = Staff
staff-only = Staff only
person-former = former member
person-unnamed = somebody
role-customer = customer
role-team-member = team member
role-moderator = moderator
role-product-manager = product manager
role-administrator = administrator
status-open = Open
status-under-review = Under review
status-planned = Planned
status-in-progress = In progress
status-delivered = Delivered
status-partly-delivered = Partly delivered
status-already-available = Already available
status-not-planned = Not planned
vote-word = { $count ->
    [one] vote
   *[other] votes
}
vote-say = { $count ->
    [one] { $count_text } vote
   *[other] { $count_text } votes
}
vote-closed = Closed
vote-promote = Promote
vote-demote = Demote
vote-withdraw = Withdraw
vote-withdraw-title = Withdraw your vote
vote-promote-title = Promote “{ $title }”
vote-demote-title = Demote “{ $title }”
