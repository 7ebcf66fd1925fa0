# The search page, similar ideas, feeds.
search-title = Search
search-title-for = Search: { $typed }
search-hint = All words have to occur. Put "quotation marks" around a phrase, a * behind the beginning of a word, a - before what you do not want.
search-found = { $count ->
    [one] One idea
   *[other] { $count_text } ideas
}
search-found-many = Very many ideas; these are the best { $count_text } of the newest.
search-instead = Nothing holds “{ $typed }”. These hold “{ $instead }”:
search-nothing = No idea, comment or answer holds “{ $typed }”.
search-tip-fewer = Try fewer words, or others.
search-tip-prefix = Write the beginning of a word with a * behind it: tent* finds tents and tentpoles.
search-tip-filters = Take the filters away.
search-in-comment = In a comment by { $name }:
search-in-response = In the answer by { $name }:
similar-title = Is it one of these?
similar-hint = A vote there counts more than a second idea.
similar-vote = Vote for this instead
similar-page = Similar ideas
similar-for = Title
similar-look = Look for similar ideas
similar-none = There is nothing like it yet.
feed-ideas = { $name }: new ideas
feed-answers = { $name }: answers
feed-response = { $name } answered: { $status }
feed-comment = { $name } commented
feed-status = Status: { $status }
