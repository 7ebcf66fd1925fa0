# Rules: who asks, time, and what they do besides sending
rule-when-segment = asked for by accounts in { $list }
rule-when-impact = with an impact of { $count_text } or more
rule-when-waiting = { $count ->
    [one] a day without an answer
   *[other] { $count_text } days without an answer
}
rule-when-value = asked for by accounts that pay { $value } a month or more
rule-least-loaded = the least loaded of { $list }
rule-does-owner = { $name } sees to it.
rule-does-ask = The author is asked: “{ $question }”
rule-does-tag = It gets the tag { $tag }.
rule-does-tell = { $name } is told.
rule-impact = Impact of at least
rule-waiting = Days without an answer
rule-value = Accounts that ask pay at least (a month)
rule-currency = Currency, as in EUR
rule-segments = Asked for by accounts in
rule-no-team = To no team
rule-others = Or to the least loaded of it and these teams
rule-owner = Who sees to it
rule-add-tag = Add a tag
rule-tell-person = Tell a person
rule-tell-team = Tell a team
rule-nothing = –
rule-question = Ask the author
rule-question-hint = Asked in the team’s name as soon as the idea is sent. While the question waits, the team’s clock may pause.
trial-since = Posted from
trial-until = to
trial-again = Try again
trial-loads = What each team would get
trial-open = Open now
trial-added = Added
error-trial-period = The period ends before it begins.
error-rule-needs-team = Only what is sent to a team can be given to somebody or asked about.
error-rule-value = Write an amount and the three letters of its currency.
error-rule-question = A question takes at most { $limit_text } characters.
error-segment-named = A rule asks for this segment. Change the rule first.
map-title = Map of rules
map-lead = { $count ->
    [0] Every board and category is covered by a rule.
    [one] One board or category is covered by no rule.
   *[other] { $count_text } boards and categories are covered by no rule.
}
map-no-rules = No rule is on, so nothing is covered.
map-places = Boards and categories with the rules that send what is posted there
map-place = Board or category
map-rules = Rules
map-none = No rule
map-not-whole = No rule for the whole board
map-tags = Tags
map-tags-none = No rule asks for:
map-idle = Rules that never acted
map-idle-none = Every rule that is on has acted.
map-overlap = Rules that overlap
map-overlap-text = One idea may fit both rules of such a pair. They are asked in the order of the list of rules.
map-overlap-none = No idea can fit two rules that send.
mail-subject-rule-found = A rule found: { $title }
mail-lead-rule-found = The rule “{ $rule }” found this idea.
mail-reason-rule-found = You get this mail because a rule of the desk tells you.
mail-kind-rule-found = What rules tell you
rule-when-lens = in the lens { $list }
rule-lenses = In one of these lenses
trial-from-now-on = Once it is on, a rule is asked whenever something happens to an idea, and every morning about those that are open or in progress.
trial-run = { $count ->
    [one] Switch on, and do this for 1 idea now
   *[other] Switch on, and do this for these { $count_text } ideas now
}
trial-done-before = done before
flash-rule-runs = The rule is on, and goes through these ideas now.
error-lens-named = A rule asks for this lens. Change the rule first.
map-overlap-both = goes to a team of each
map-overlap-first = goes by the first alone
map-overlap-never = The second never does anything
map-first = Asked first
map-second = Asked later
map-comes-to = An idea that fits both
