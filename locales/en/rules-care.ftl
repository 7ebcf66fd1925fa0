# Rules: what was changed, archived or deleted meanwhile, and what a run would write
rule-team-archived = { $team } (takes no routes)
rule-kinds-hint = With none of these, the rule takes ideas that are open or in progress.
rule-there = Somebody else changed the rule. It says now:
error-rule-deleted = Somebody deleted this rule while you were writing. What you typed is still here: save it, and it becomes a new rule.
error-rule-changed = Somebody changed this rule after you tried it. This is what it would do now.
trial-no-team = no team takes it
trial-mails = { $count ->
    [one] Up to one mail goes to teams and those who are told.
   *[other] Up to { $count_text } mails go to teams and those who are told.
}
trial-questions = { $count ->
    [one] One author is asked.
   *[other] Authors are asked about { $count_text } ideas.
}
lens-followed = Rules follow the filters of this lens:
error-lens-followed = Rules follow the filters of this lens. Only who may send ideas to teams can change them.
segment-followed = Rules follow this segment:
error-segment-followed = Rules follow this segment. Only who may send ideas to teams can change what it takes in.
team-rules = Rules that send here or tell this team:
error-slug-in-lens = Rules ask for a lens on this board, and lenses know a board by its address. Change the rules or the lens first.
