### Undo.

no-undo-unknown = Record { $record } is not there.
no-undo-not-yours = { $worker } did this: they or a lead undo it.
no-undo-of-the-program = The program did this: it cannot be undone.
no-undo-too-old = Too long ago: { $at }. Undo goes back 12 h.
no-undo-already = Undone already at { $at }.
no-undo-cannot = This cannot be undone.
no-undo-went-on = Nothing to undo: you are past it.
no-undo-gone-on = Order { $order } went on: { $stage } since { $since }. { $way }
no-undo-gone = Order { $order } is closed: { $stage }. { $way }
no-undo-in-hands = { $worker } has list { $task } since { $since }: ask them or a lead.
no-undo-not-in-tote = { $tote } does not hold it any more.
no-undo-other-tote = { $tote } is in its slot now.
no-undo-place-blocked = { $place } is blocked: nothing goes back there.
no-undo-counted = { $place } has been counted since: the book follows that count.
way-back-reopen-parcel = Reopen the parcel first.
way-back-unload = Unload the parcel, then reopen it.
way-back-return = Receive it as a return.
way-back-put-back = Move it from its tote back to the bin.
event-undone = Record { $record } undone
event-line-resumed = Line taken up again
event-tote-freed = { $tote } taken out of its slot
