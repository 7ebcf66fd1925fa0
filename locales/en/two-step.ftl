# The second step of signing in, recovery codes, and proving who one is before a dangerous act.
two-step-title = Two-step sign-in
two-step-lead = A code of an app on your phone, besides the way you sign in.
two-step-what = Whoever reads your mail could sign in as you. With a second step they need your phone, too. Any app for one-time codes will do.
two-step-required = This site asks you for a second step at sign-in. Set it up to go on; nothing else opens until then.
two-step-begin = Set it up
two-step-app = Add this site to your app
two-step-scan = Scan the picture with your app for one-time codes.
two-step-picture = Picture for an app for one-time codes; the text below says the same
two-step-type = Or type this key there, as a time-based code:
two-step-first-hint = The six digits that the app shows now. The second step counts once you have typed them.
two-step-on = Turn it on
two-step-again = Begin again with another key
two-step-since = On since { $date }.
two-step-off-title = Turn it off
two-step-off-text = After that the way you sign in is enough, and the recovery codes are worth nothing.
two-step-off = Turn two-step sign-in off
flash-two-step-off = Two-step sign-in is off.
flash-two-step-reset = The second step is reset.
error-two-step-first = That is not the code of this moment. Check that the phone’s clock is right and type the next one.
error-two-step-code = This code is wrong or was used before. Wait for the next one.
error-two-step-on = Two-step sign-in is on already.
error-two-step-own = Turn two-step sign-in on for yourself first, so that you do not lock yourself out.
recovery-title = Recovery codes
recovery-lead = Keep these codes where you find them without your phone. They are shown this once.
recovery-once = Each code signs you in once in place of the app’s. Codes from before are worth nothing any more.
recovery-done = I have kept them
recovery-left = { $count ->
    [0] None is left. Make new ones now, or a lost phone locks you out.
    [one] One is left for when you are without your phone.
   *[other] { $count_text } are left for when you are without your phone.
}
recovery-renew = Make new codes
second-step-title = One more step
second-step-lead = Open your app for one-time codes and type the code of this site.
second-step-label = Code
second-step-hint = Six digits, or one of your recovery codes.
second-step-lost = Neither phone nor recovery code? An administrator of this site can reset your second step.
second-step-cancel = Do not sign in
flash-second-step-over = That took too long. Please sign in again.
proof-title = Is it you?
proof-lead = What you are about to do is worth asking again. Afterwards you are back where you were, with what you typed.
proof-act = Go on
proof-mail-to = We send a code to
proof-mail-send = Send the code
proof-no-address = There is no address of yours here that we could send a code to. Sign out and in again, and go on at once, or turn two-step sign-in on after that.
flash-proved = Thank you. Look it over and send it again.
error-proof-code = This code is wrong or no longer holds.
error-proof-by-app = Your app makes the code; none is sent by mail.
proof-mail-subject = A code for { $site }
proof-mail-why = Somebody who is signed in as you on { $site } is about to do something important. This is the code for it:
proof-mail-holds = It holds for 15 minutes.
proof-mail-not-you = If it was not you, do not give the code to anybody, and sign out everywhere in your settings.
two-step-mail-subject = Two-step sign-in on { $site }
two-step-mail-on = Two-step sign-in was turned on for your account on { $site }.
two-step-mail-off = Two-step sign-in was turned off for your account on { $site }.
two-step-mail-used = A recovery code was used for your account on { $site }. { $count ->
    [0] None is left.
    [one] One is left.
   *[other] { $count_text } are left.
}
two-step-mail-reset = An administrator reset the second step of your account on { $site }, and you were signed out everywhere.
two-step-mail-not-you = If you know nothing of it, look at your settings now and tell the people who run the site.
two-step-mail-link = Look at it
security-title = Security
security-lead = Who has to have a second step at sign-in.
security-two-step = A second step is required of
security-two-step-hint = Whoever has none is led to set it up at the next page, and can do nothing else until then.
two-step-for-none = Nobody; whoever wants may have one
two-step-for-administrators = Administrators
two-step-for-staff = Everybody of the staff
security-without = { $count ->
    [0] Everybody of the staff has one.
    [one] One member of staff has none yet.
   *[other] { $count_text } members of staff have none yet.
}
security-own = Your own
people-two-step-on = On
people-two-step-off = Off
people-two-step-hint = For somebody who lost phone and recovery codes: make sure that it is them. They are signed out everywhere, get a mail, and sign in without a second step; the public log tells of it without a name.
people-two-step-reset = Reset the second step
log-act-two-step-reset = Second step reset
log-act-two-step-required = Whose second step is required changed
