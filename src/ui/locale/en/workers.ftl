### Workers: the list, a worker's record, PINs, the first start.

workers-title = Workers
workers-on-floor = { $count } signed in
workers-inactive = inactive
workers-locked = locked { $until }
workers-no-pin = no PIN
workers-col-number = No.
workers-col-name = Name
workers-col-roles = Roles
workers-col-where = Where
workers-col-task = List
workers-deactivate-sure = Deactivate { $worker }? They are signed out, and their pick list goes back to the others.
workers-reactivate-sure = Let { $worker } work here again?
workers-add-title = New worker
workers-ask-number = Type the worker's number
workers-ask-name = Type the name
workers-ask-badge = Scan the badge; Enter for none
workers-ask-roles = Type roles' digits; Enter keeps *
workers-ask-language = Type 1 or 2; Enter keeps *
workers-no-roles = Type digits of roles, such as 13.
workers-needed = This is needed.
choose-a-number = Type the number of a line.

pin-title = New PIN
pin-about = 4 to 12 digits
pin-ask = Type the new PIN
pin-ask-again = Type the PIN again
pin-form = A PIN has 4 to 12 digits.
pin-differs = The two differ. Type the new PIN again.

first-title = First start
first-about = You will be admin.
first-ask-kind = Begin with what?
first-kind-empty = An empty warehouse
first-kind-demo = The demo, to try it
first-ask-building = Type the building's name
first-ask-zone = Type its time zone, like Asia/Shanghai
first-ask-name = Type your name
first-ask-number = Type a number to sign in with
first-no-zone = No such time zone. Like Europe/London.

help-workers = Who works here, what they may do, where they are signed in and which list they have. <worker.add> adds somebody, <app.confirm> changes a record, <worker.pin> sets a PIN, <worker.role> the roles, <worker.badge> prints the badge. <worker.disable> keeps somebody from signing in or lets them again, <worker.sign-out> signs them off. <worker.devices> shows the shared guns and their keys.
help-workers-form = One thing after the other; <app.back> goes back one. The number tells who it is and stays. A lead cannot make an admin.
help-pin = The PIN is typed twice and shown to nobody. Setting one takes a lock off.
help-first-start = This directory is new. Choose the language, and whether to try the demo (real orders, a directory of its own) or to begin an empty warehouse; name the building and its time zone, and say who you are: you become its first admin and can add everybody else.
