### Workers, devices, signing in.

role-picker = picker
role-packer = packer
role-receiver = receiver
role-counter = counter
role-lead = lead
role-admin = admin
no-worker-not-the-first = There are workers already: an admin adds more.
no-worker-unknown = No such worker.
no-worker-above = Only a person with the role { $role } may do this.
no-worker-incomplete = Number, name and a role are needed.
no-worker-too-long = Too long (80 at most): { $code }
no-worker-code-taken = { $code } is in use: take another.
no-worker-last-admin = { $worker } is the last admin: name another first.
no-worker-bad-hash = This is no PIN hash. Set the PIN again.
no-sign-in-locked = { $worker }: too many wrong PINs. Wait until { $until }, or ask a lead for a new PIN.
no-sign-in-unknown = { $code } is no badge or number here.
no-sign-in-too-late = Too much time went by. Scan your badge again.
no-sign-in-no-pin = { $worker } has no PIN yet: ask a lead.
no-sign-in-wrong-pin = Wrong PIN. { $left ->
    [one] One try left.
   *[other] { $left } tries left.
 }
stop-hub = Nothing is saved any more: { $why }
event-keymap-worker = { $worker } works with the keys "{ $name }"
event-keymap-worker-none = { $worker } has no keys of their own any more
event-keymap-device = This device has the keys "{ $name }"
event-keymap-device-none = This device has no keys of its own any more
event-worker-saved = { $worker } saved
event-pin-set = New PIN for { $worker }
event-worker-deactivated = { $worker } deactivated
event-worker-reactivated = { $worker } active again
event-signed-in = { $worker } signed in
event-signed-out = { $worker } signed out
event-sign-in-unknown = Unknown badge or number
event-sign-in-failed = { $worker }: wrong PIN ({ $failed })
event-sign-in-locked = { $worker } locked until { $until }
no-device-code = A device needs a code.
no-device-too-long = Too long (80 at most): { $code }
no-device-place = No such place.
no-keymap-whose = No such worker or device.
no-keymap-too-long = "{ $name }" is too long for the name of a keymap.
