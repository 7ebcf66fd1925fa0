# The desk's shortlist.
shortlist-add = Add to the shortlist
shortlist-remove = Take off the shortlist
shortlist-on = On the shortlist: on its page, people are asked how they would feel.
shortlist-text = Nobody is asked yet. Once the idea is on the shortlist, everybody who may vote on it is asked two questions on its page.
shortlist-filter = On the shortlist
shortlist-bulk = Shortlist
bulk-will-shortlist = They are added to the shortlist
flash-shortlisted = It is on the shortlist: people are asked on its page.
flash-unshortlisted = It is off the shortlist. What people answered stays.
history-shortlisted = added this to the shortlist
history-unshortlisted = took this off the shortlist
log-act-shortlisted = Added to the shortlist
log-act-unshortlisted = Taken off the shortlist

# How people would feel (Kano).
kano-ask = Two taps: how would you feel?
kano-functional = If this were there?
kano-dysfunctional = And if it were not?
kano-like = I like it
kano-expect = I expect it
kano-neutral = Neutral
kano-live-with = I can live with it
kano-dislike = I dislike it
kano-change = Change
kano-back = Change it
kano-take-back = Take it back
kano-hint = Only the company sees what you answer. It is no vote, and you can change it at any time.
flash-kano = Thank you. You can change this at any time.
flash-kano-gone = It is taken back.
error-kano-not-asked = This idea is not on the shortlist, so nobody is asked about it
kano-title = How people would feel (Kano)
kano-nobody = Nobody has answered yet.
kano-must-be = Must-be
kano-performance = Performance
kano-delighter = Delighter
kano-indifferent = Indifferent
kano-reverse = Reverse
kano-questionable = Contradictory
kano-who = Who
kano-kinds = What it is to them
kano-leading = What leads
kano-answers = Answers
kano-everybody = Everybody
kano-elsewhere = In no segment
kano-lead-few = { $kinds } so far; fewer than { $least } answers tell little
kano-lead-tied = A tie: { $kinds }
kano-lead-clear = { $kind }, clearly
kano-test = A kind leads clearly when it is ahead by more than chance (Fong’s test, 90 %). An account may be in several segments.
kano-merged = Answers to ideas that were merged into this one stay with these and are not counted here.

# Whether old votes still stand.
fresh-title = Fresh votes
fresh-none = No vote counts yet.
fresh-fresh = Fresh
fresh-stale = Older than a year
fresh-confirmed = Still need it, they said
fresh-silent = Asked, no answer
fresh-hint = Fresh: cast within a year, or confirmed by the voter within a year. Old votes count exactly as before; their voters are asked once.
needed-title = Do you still need these?
needed-text = You promoted these ideas more than a year ago, and they are still open. We ask once. Without an answer, your vote stays and counts as before.
needed-voted = You promoted it on
needed-yes = Still need it
needed-no = No longer, withdraw my vote
needed-note = { $count ->
    [one] You promoted an idea more than a year ago that is still open.
   *[other] You promoted { $count_text } ideas more than a year ago that are still open.
}
needed-note-link = Do you still need it?
flash-needed-yes = Thank you: your vote stays, and the company knows that you still need it.
flash-needed-no = Your vote is withdrawn.
error-fresh-not-asked = You were not asked about this vote
mail-kind-still-needed = Votes of mine that are a year old: whether I still need the idea
mail-subject-still-needed = { $count ->
    [one] Do you still need the idea you voted for?
   *[other] Do you still need the { $count_text } ideas you voted for?
}
mail-lead-still-needed = { $count ->
    [one] More than a year ago you promoted this idea on { $site }. It is still open.
   *[other] More than a year ago you promoted these { $count_text } ideas on { $site }. They are still open.
}
mail-needed-voted = You promoted it on { $date }
mail-needed-more = { $count ->
    [one] and one more
   *[other] and { $count_text } more
}
mail-needed-silence = We ask once. Without an answer, your vote stays and counts as before.
mail-needed-answer = Say whether you still need them
mail-reason-still-needed = You get this mail because you voted more than a year ago.
