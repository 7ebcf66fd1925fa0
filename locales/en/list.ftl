# The lists of ideas and what stands beside them.
list-title = What should we make better?
list-lead = Post what you miss, vote for what you want, and hear what became of it.
list-orders = Order
list-order-trending = Trending
list-order-top = Top
list-order-new = New
list-order-discussed = Most discussed
list-order-answered = Recently answered
list-order-unanswered = Unanswered
list-order-impact = Impact
list-filter = Filter
list-board = Board
list-all-boards = All boards
list-category = Category
list-all-categories = All categories
list-tag = Tag
list-status = Status
list-any-status = Any status
list-only = Only ideas that are
list-mine = Mine
list-voted = I voted
list-followed = I follow
list-show = Show ideas
list-clear = Clear all
list-clear-filters = Clear filters
list-in-use = Filters in use
list-remove = remove
list-chip-board = Board: { $name }
list-chip-category = Category: { $name }
list-chip-tag = Tag: { $name }
list-chip-status = Status: { $name }
list-pages = Pages
list-more = More ideas
list-first = Back to the first
list-answered = answered { $ago }:
list-answered-on = answered on { $date }:
list-comments-on = { $count ->
    [one] { $count_text } comment on “{ $title }”
   *[other] { $count_text } comments on “{ $title }”
}
empty-title = Still water
empty-filtered = No idea passes these filters. Take one away, or be the first to post such an idea.
empty-answered = Nothing has been answered yet. Answers will show here, the latest first.
empty-unanswered-title = All answered
empty-unanswered = No open idea is waiting for an answer.
empty-first-title = Nobody has posted yet
empty-first = What did you miss the last time? Two sentences are enough to start.
empty-end-title = That was all
empty-end = There are no more ideas behind this page.
why-here = Why here?
why-placed = { $ordinal ->
    [st] { $place_text }st
    [nd] { $place_text }nd
    [rd] { $place_text }rd
   *[th] { $place_text }th
} in { $list }: { $facts }.
why-listed = { $list }: { $facts }.
why-votes = { $up ->
    [one] { $up_text } promotion
   *[other] { $up_text } promotions
}{ $down ->
    [0] { "" }
    [one] { " " }and { $down_text } demotion
   *[other] { " " }and { $down_text } demotions
}
why-half = { $count ->
    [one] , half of them in the last day
   *[other] , half of them in the last { $count_text } days
}
why-brought = , of which { $count_text } came along from { $source }
why-elsewhere = elsewhere
why-new = posted { $ago }
why-new-on = posted on { $date }
why-discussed = { $count ->
    [one] { $count_text } comment
   *[other] { $count_text } comments
}
why-answered = answered { $ago }
why-answered-on = answered on { $date }
why-waiting = { $count ->
    [0] waiting for an answer since today
    [one] waiting for an answer for a day
   *[other] waiting for an answer for { $count_text } days
}
why-waiting-first = { $count ->
    [0] its author’s first idea, waiting for an answer since today
    [one] its author’s first idea, waiting for an answer for a day
   *[other] its author’s first idea, waiting for an answer for { $count_text } days
}
aside-label = About this site
aside-promise-title = Our promise
aside-promise = { $count ->
    [0] Every idea is read.
    [one] Every idea gets an answer within a day.
   *[other] Every idea gets an answer within { $count_text } days.
}
aside-promise-boards = Some boards make a promise of their own: their pages say so.
aside-median = { $count ->
    [one] Right now half of the answers come within a day.
   *[other] Right now half of the answers come within { $count_text } days.
}
aside-waiting = { $count ->
    [one] One idea is waiting.
   *[other] { $count_text } ideas are waiting.
}
aside-waiting-many = More than { $count_text } ideas are waiting.
aside-open = open
aside-delivered = Delivered lately
aside-asked = { $count ->
    [one] asked for by one person
   *[other] asked for by { $count_text } people
}
