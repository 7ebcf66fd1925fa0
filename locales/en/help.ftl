# The page "How ideas are answered".
help-lead = { $count ->
    [0] Every idea is read by the company.
    [one] Every idea gets an answer from the company within a day.
   *[other] Every idea gets an answer from the company within { $count_text } days.
}
help-answer-title = From idea to answer
help-answer-1 = You post an idea, others vote on it and add to it. Product managers read the list in the order of how many people it matters to, with newcomers’ first ideas in a queue of their own. They answer in public, or send the idea to the team that can act on it.
help-answer-2 = An answer comes with a status. A “no” always comes with its reason and with a rough idea of the cost. Everybody who follows an idea hears of its answer, and voting on an idea follows it.
help-kind-open = Nothing is decided. Your vote counts.
help-kind-active = Somebody is on it. Votes still count.
help-kind-done = It is there, all of it or the part that the answer names.
help-kind-closed = It will not come, for the reason in the answer.
help-votes-title = Votes
help-votes-1 = One person has one vote on an idea. Promote what you want, demote what would make things worse for you, and change or withdraw your vote as long as the idea is open. Who promoted an idea can be seen; who demoted it cannot, only how many.
help-votes-2 = Votes that look like they come from one hand may be held until a moderator has looked at them. Held votes do not count, and none is dropped in silence.
help-orders-title = Why an idea stands where it stands
help-order-trending = { $count ->
    [one] Trending: every vote loses half its weight each day, so that a new idea can overtake an old one.
   *[other] Trending: every vote loses half its weight every { $count_text } days, so that a new idea can overtake an old one. A board may have a rhythm of its own.
}
help-order-top = Top: promotions less demotions, over all time.
help-order-unanswered = Unanswered: first ideas of new members first, then the oldest.
help-orders-why = “Why here?” under an idea gives its numbers. Nobody moves an idea by hand; whatever the company changes about votes or orders is in the public log.
help-writing-title = Writing
help-writing-1 = Ideas and comments take Markdown:
help-bold = bold
help-italic = italic
help-list = a list
help-quote = a quotation
help-link = a link
help-writing-2 = Mention somebody by @ and their name in addresses. You can change what you wrote for an hour, or until somebody has voted or commented; later changes to an idea stay possible and show what was there before.
help-privacy-title = What is kept about you
help-privacy-1 = Your e-mail address, which nobody but the administrators sees; the name you choose; what you write and how you vote; which browsers you are signed in with, without their addresses. No other site learns that you were here: no page loads anything from elsewhere.
help-privacy-2 = All of it is on one page, to read, take with you or delete:
help-privacy-link = what is stored about you
help-keys-title = Keys on the desk
help-keys-1 = j and k go down and up the list, o opens, x selects, s goes to the status, r to the route, ? shows this list.
