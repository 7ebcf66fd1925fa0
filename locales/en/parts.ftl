# What a merge leaves to teams and to the desk, and forms that come after one.
merge-part-of = Part of
merge-response-on = On
merge-responses = Responses to merged ideas
merge-has-answer = Read the answer to it
merge-routes = { $count ->
    [one] A team has the idea that goes:
   *[other] { $count_text } teams have the idea that goes:
}
merge-routes-stay = They keep it, marked as a part of the other one; their clocks run on.
merge-status-differs = The idea that goes is “{ $from }”. From now on what is read is “{ $to }”, the status of the other one.
merge-answered = The company has answered the idea that goes. The answer stays with it, and is linked from the other one.
flash-note-added-home = The idea was merged in the meantime. The note stands at the one that it is part of.
split-conflict-merged = { $name } merged the idea that you were splitting { $when }. This is the idea that it is part of now; what you typed is below.
split-others = { $count ->
    [one] One more voter is not listed.
   *[other] { $count_text } more voters are not listed.
}
split-more = Show more voters
error-factor-merged = Somebody merged the idea in the meantime, so nothing was set there. These are the factors of the idea that it is part of.
