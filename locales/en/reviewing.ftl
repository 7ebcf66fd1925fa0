# Votes under review: proposals, what is done about them, and what owners of such votes read.
crowd-tab = Votes
crowd-title = Votes under review
crowd-lead = Votes that have more in common than chance gives. Nothing is decided here until you decide it.
crowd-lists = Proposals
crowd-list-open = To decide
crowd-list-held = Held
crowd-list-done = Decided
crowd-report = What was done
crowd-empty = Nothing stands out
crowd-empty-text = New votes are looked at every ten minutes, and people who promote one another once a day.
crowd-many-ideas = several ideas
crowd-name = { $count ->
    [one] One vote: { $title }
   *[other] { $count_text } votes: { $title }
}
crowd-kind-network = New accounts, few networks
crowd-kind-machine = Many accounts, one machine
crowd-kind-browser = A burst of new accounts, one browser
crowd-kind-ring = People who promote one another
crowd-state-open = To decide
crowd-state-held = Held
crowd-state-released = Released
crowd-state-void = Void
crowd-state-dismissed = Left as they are
crowd-says-fresh = { $fresh_text } of { $all_text } accounts were younger than three days when they voted.
crowd-says-networks = { $networks ->
    [one] They come from one network, { $largest_text } of them. Of all who voted on the idea, { $expected } would be usual from there.
   *[other] They come from { $networks_text } networks, { $largest_text } from the largest. Of all who voted on the idea, { $expected } would be usual from there.
}
crowd-says-browsers = { $count ->
    [one] All of them use the same browser in the same version.
   *[other] They use { $count_text } browsers.
}
crowd-says-burst = { $peak_text } of them were cast within the hour from { $at }. Otherwise the idea gets { $usual } votes an hour, and an idea of this site { $site }.
crowd-says-overlap = { $ideas ->
    [one] { $people_text } of the people also voted on the same other idea, which few others did.
   *[other] { $people_text } of the people also voted on the same { $ideas_text } other ideas, which few others did.
}
crowd-says-ring = { $people_text } people gave { $votes_text } of their { $all_text } votes to one another’s ideas. By chance it would be { $expected }.
crowd-says-pairs = { $count ->
    [one] One pair promoted at least two of each other’s ideas.
   *[other] { $count_text } pairs promoted at least two of each other’s ideas.
}
crowd-at-once = Hold at once
crowd-at-once-on = Votes of a new proposal are held as soon as it is made. You can release them here.
crowd-at-once-off = Proposals wait for a moderator, and their votes count until then.
crowd-at-once-turn-on = Hold at once from now on
crowd-at-once-turn-off = Wait for a moderator from now on
crowd-to-idea = The idea
crowd-why = Why these votes
crowd-why-not = None of this proves anything. Colleagues share a network, and a link that goes round brings many new people in one hour.
crowd-line-title = When they were cast
crowd-line-description = Votes from { $from } to { $to }. The highest bar of this proposal has { $own_text } votes, beside { $others_text } others, from { $at }.
crowd-line-own = This proposal
crowd-line-others = Other votes on the idea
crowd-line-table = The numbers
crowd-line-from = From
crowd-votes = The votes
crowd-vote-by = Cast by
crowd-vote-on = Idea
crowd-vote-at = When
crowd-vote-state = Vote
crowd-vote-says = What they say
crowd-vote-nothing = nothing
crowd-vote-for = For it
crowd-vote-against = Against it
crowd-vote-withdrawn = Withdrawn
vote-state-counted = counts
vote-state-held = held
vote-state-void = void
crowd-decide = Decide
crowd-reason-hint = The public log names it, with the number of votes and without names.
crowd-note = Note
crowd-note-hint = Optional, up to 500 characters. Only moderators read it.
crowd-consequence = Held and void votes do not count, and ranks are made anew at once. Whoever cast them sees it and can write one line.
crowd-for-all = All of them
crowd-for-picked = Those ticked above
crowd-act-hold = Hold
crowd-act-release = Release
crowd-act-void = Void
crowd-act-dismiss = Leave as they are
crowd-acts = What was done
crowd-acts-none = Nothing yet.
crowd-act-line = { $count ->
    [0] { $act }
    [one] { $act }: one vote
   *[other] { $act }: { $count_text } votes
}
crowd-effect = Effect
crowd-effect-none = none
crowd-effect-line = { $title }: { $before_text } votes before, { $after_text } after; { $was } in Trending before, { $is } after
crowd-place = place { $place_text }
crowd-place-beyond = behind place 100
crowd-undone = taken back
crowd-undo = Take the last act back
crowd-report-lead = Proposals, and what moderators and the site itself did about them.
crowd-report-from = From
crowd-report-to = To
crowd-report-proposals = Proposals
crowd-report-sum = { $acts_text } acts, { $votes_text } votes
crowd-report-undone = Taken back
crowd-report-csv = Download as CSV
crowd-report-none = Nothing was done
crowd-report-none-text = Nobody held, released or voided a vote in this time.
vote-reason-new-accounts = A burst of new accounts
vote-reason-one-source = Many accounts from one place
vote-reason-ring = People who promote one another
vote-reason-genuine = The votes are genuine
vote-reason-explained = Whoever cast them explained it
vote-reason-other = Something else
flash-crowd-decided = That is done, and the ranks are made anew.
flash-holding = From now on it is so.
flash-vote-line = The moderators can read it now.
error-crowd-moved = Somebody decided about these votes meanwhile. Here they are as they are now.
error-votes-none = Tick the votes that you mean.
error-vote-line-missing = Write a few words.
error-period = The last day must not lie before the first.
reviewed-title = Your votes under review
reviewed-lead = Votes that look alike are sometimes held until a moderator has looked at them. They do not count meanwhile.
reviewed-none = All your votes count
reviewed-none-text = None is held or void.
reviewed-held = This vote is being looked at and does not count for now.
reviewed-void = A moderator found that this vote should not count. If that is wrong, say so here.
reviewed-promoted = You promoted it on
reviewed-demoted = You demoted it on
reviewed-line = A line to the moderators
reviewed-line-hint = Up to { $limit_text } characters. How did you come to vote? You can change it later.
reviewed-send = Send
reviewed-note = { $count ->
    [one] One of your votes does not count for now.
   *[other] { $count_text } of your votes do not count for now.
}
reviewed-note-link = See why
reviewed-held-note = Your vote is being looked at and does not count for now.
reviewed-void-note = Your vote does not count.
log-act-holding-changed = Holding votes at once
log-holding-on = turned on
log-holding-off = turned off
