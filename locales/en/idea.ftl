# The page of an idea, its history, its voters.
idea-edited = edited
idea-edit = Edit
idea-report = Report
idea-follow = Follow
idea-following = Following
idea-about = The idea
idea-response = Answer from { $site }
idea-extensions = Extensions
idea-extension-from = From a comment by { $name }
idea-extension-by = taken up by { $name }
idea-history = History
idea-aside = About this idea
idea-faces = Some of the people who voted
idea-voters-all = Who voted
idea-voters-more = { $count ->
    [one] { $count_text } more
   *[other] { $count_text } more
}
idea-stands = Where it stands
idea-tally = { $promotions }, { $demotions }
idea-promotions = { $count ->
    [one] { $count_text } promotion
   *[other] { $count_text } promotions
}
idea-demotions = { $count ->
    [0] no demotions
    [one] { $count_text } demotion
   *[other] { $count_text } demotions
}
idea-brought = { $count ->
    [one] { $count_text } of the votes was brought from { $from }.
   *[other] { $count_text } of the votes were brought from { $from }.
}
idea-followers = { $count ->
    [0] Nobody follows it yet.
    [one] { $count_text } person follows it.
   *[other] { $count_text } people follow it.
}
idea-related = Related
idea-pending = This idea waits for a moderator. Until then only you and the moderators see it.
idea-hidden = A moderator hid this idea. Only its author and the moderators see it.
idea-hidden-reason = A moderator hid this idea. Only its author and the moderators see it. The reason: { $reason }
idea-for-staff = For staff
idea-open-in-desk = Open in the desk
idea-hide = Hide this idea…
idea-restore = Restore this idea
idea-lock = Lock comments
idea-unlock = Unlock comments
idea-approve = Approve
idea-turn-down = Turn down…
idea-feed = Feed of this idea
idea-links = Links
idea-link-kind = This idea is
idea-link-to = Other idea
idea-link-to-hint = Its number, or its address.
idea-link-add = Link
idea-link-remove = Remove the link
idea-flash-posted = Your idea is on the page. Your own vote is counted.
idea-flash-pending = Thank you. Your idea waits for a moderator; until then only you and the moderators see it.
idea-flash-edited = Your changes are on the page.
idea-flash-edit-pending = Your changes wait for a moderator. Until then only you and the moderators see the idea.
idea-flash-following = You follow this idea and will hear what comes of it.
idea-flash-not-following = You no longer follow this idea.
idea-flash-linked = The ideas are linked.
idea-flash-unlinked = The link is gone.
link-duplicate-of = Duplicate of
link-has-duplicate = Has duplicate
link-part-of = Part of
link-has-part = Has part
link-alternative-to = Alternative to
link-depends-on = Depends on
link-needed-by = Needed by
link-extends = Extends
link-extended-by = Extended by
history-site = The site
history-submitted = posted the idea
history-edited = edited the text.
history-what-changed = What changed
history-moved = moved the idea
history-moved-board = moved the idea from { $from } to { $to }
history-moved-category = set the category to { $to }
history-moved-no-category = removed the category
history-tags = changed the tags
history-tags-added = added tags: { $tags }
history-tags-removed = removed tags: { $tags }
history-tags-both = changed tags: added { $added }, removed { $removed }
history-status = set the status to
history-status-from = changed the status from { $from } to
history-answered = answered
history-response-edited = edited the answer
history-effort = changed the effort
history-taken-up = took up a comment as an extension
history-taken-up-from = took up a comment by { $name } as an extension
history-released = let an extension go
history-released-from = let the extension by { $name } go
history-linked = linked: { $kind }
history-unlinked = removed the link: { $kind }
history-routed = sent the idea to the team
history-route-moved = moved the route on at the team
history-held = posted the idea, which waits for a moderator
history-edit-held = edited the idea, which waits for a moderator
history-approved = approved the idea
history-rejected = turned the idea down
history-hidden = hid the idea
history-restored = restored the idea
history-comment-held = posted a comment, which waits for a moderator
history-comment-edit-held = edited a comment, which waits for a moderator
history-comment-approved = approved a comment
history-comment-rejected = turned a comment down
history-comment-hidden = hid a comment
history-comment-restored = restored a comment
history-locked = locked the comments
history-unlocked = unlocked the comments
history-votes-held = held votes for review
history-votes-released = released held votes
history-votes-voided = voided votes
history-imported = imported the idea
edits-title = What changed
edits-lead = Every edit, the latest first. What was taken out is struck through, what was put in is underlined.
edits-none = The text is as it was posted.
edits-older = Earlier edits
edits-edit = Edit by { $name }, { $when }
voters-title = Who voted
voters-page = Who voted: { $title }
voters-lead = People who promoted the idea are named, the latest first.
voters-none = Nobody who is counted has promoted the idea.
voters-author = Author’s own vote
voters-more = More voters
error-link-target = There is no such idea. Give its number or its address.
error-link-itself = An idea cannot be linked with itself.
error-link-part = That idea was merged into this one: it is part of it already.
error-edit-not-yours = Only its author and product managers edit an idea.
error-edit-hidden = A moderator hid this idea, so it cannot be edited.
idea-question = The team { $team } asks you something about your idea.
idea-question-answer = Read the question and answer it
