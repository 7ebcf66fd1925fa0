# Merging ideas, what merged ones leave behind, and suggested duplicates.
merge-title = Merge “{ $title }”
merge-into = Merge into
merge-compare = Compare
merge-offered = Ideas like this one
merge-lead = Everybody who voted on either counts once. Nobody’s vote is lost, and all of it can be undone.
merge-goes = This one goes
merge-stays = This one stays
merge-union = Together
merge-union-coming = Voters who come along
merge-union-shared = Voters of both, counted once
merge-union-up = Promotions afterwards
merge-union-down = Demotions afterwards
merge-brought = Totals that were brought from another tool have no voters, so they stay with the idea that goes.
merge-reversible = Comments stay readable with a mark of where they come from. The author keeps the credit, and the old address leads here.
merge-comments = { $count ->
    [0] no comments
    [one] { $count_text } comment
   *[other] { $count_text } comments
}
merge-confirm = Merge
merge-swap = The other way round
merge-cancel = Cancel
merge-undo = Undo the merge
merge-start = Merge into…
merge-happened = { $name } merged this idea { $when }. It is part of:
merge-came-from = “{ $title }” was merged into this idea.
merge-came-from-more = Read it as it was
merge-here-title = Merged into this idea
merge-here-text = The same wish, asked for before or since. Everybody who voted on one of these counts here, once.
merge-merged-on = merged on { $when }
merge-comment-from = Written on
merge-page-title = Merged: { $title }
merge-page-went = This idea was merged into
merge-page-votes = Votes on it count there.
merge-page-by = Merged by
likenesses-title = Suggested duplicates
likenesses-lead = Ideas that look like an older one. Merge them, or say that they are not the same.
likenesses-empty = No two ideas look the same
likenesses-empty-text = Ideas are compared with older ones when they come in and when their text changes.
likenesses-pair = “{ $one }” and “{ $other }”
likenesses-full = { $count ->
    [one] This pair has waited longest. Decide on it, and the next one follows.
   *[other] These { $count_text } pairs have waited longest. Decide on some, and the next ones follow.
}
likenesses-merge = Merge…
likenesses-not-same = Not the same
likenesses-later = Later
comparison-start = Compare all open ideas
comparison-never = Ideas that were here before can be compared, too.
comparison-waits = All open ideas are about to be compared.
comparison-progress = { $done } of { $total } open ideas are compared.
comparison-look = Look again
comparison-done = { $count ->
    [one] { $count_text } open idea was compared on
   *[other] { $count_text } open ideas were compared on
}
flash-comparing = All open ideas are being compared. What looks the same appears here.
error-comparing = The ideas are being compared already.
desk-tab-duplicates = Duplicates
flash-merged = The ideas are merged.
flash-unmerged = The merge is undone. The idea stands for itself again.
flash-not-same = They are kept apart and not suggested again.
flash-later = The pair comes back in a week.
history-merged = merged the idea into
history-merged-here = merged another idea into this one:
history-unmerged = undid the merge into
history-unmerged-here = undid the merge of another idea into this one:
log-act-merged = Ideas merged
log-act-unmerged = Merge undone
error-merge-itself = An idea cannot be merged into itself, or into an idea that is part of it.
error-merge-hidden = Only ideas that are on the page can be merged.
error-merge-audience = Whoever sees this idea must be able to see the other one, too. That one is for staff only.
error-merge-already = Somebody merged one of the two in the meantime.
error-unmerge-gone = The idea is not merged, or somebody undid it in the meantime.
error-likeness-decided = Somebody decided on this pair in the meantime.
me-merged = Merged into another idea
answer-conflict-merged = { $name } merged the idea that you were answering { $when }. This is the idea that it is part of now; what you typed is below.
