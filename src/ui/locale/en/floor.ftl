### What the floor's screens say: names, times, prompts.

## Names of records

name-task = Pick { $id }
name-parcel = Parcel { $id }
name-load = Load { $id }
name-receipt = Receipt { $id }
account-supplier = supplier
account-customer = customer
account-scrap = scrap
account-difference = count difference
status-available = available
status-hold = on hold
status-damaged = damaged
status-quarantine = quarantine
stage-waiting = waiting
stage-short = short
stage-released = released
stage-picking = picking
stage-picked = picked
stage-packing = packing
stage-packed = packed
stage-loaded = loaded
stage-shipped = shipped
stage-cancelled = cancelled
hold-payment = not paid
hold-address = address
hold-customer = customer asked
hold-check = to be checked
hold-goods = goods in doubt
hold-other = other reason
packaging-case = { $count ->
    [one] case
   *[other] cases
}
packaging-pallet = { $count ->
    [one] pallet
   *[other] pallets
}
packaging-inner = { $count ->
    [one] inner
   *[other] inners
}

## Times

time-left = { $h } h { $m }
time-late = { $h } h { $m } late

## The session

input-too-fast = Too much at once: wait for the screen to catch up, then scan again.
input-too-long = That was longer than any code. Nothing was done; scan it again.
scan-repeat = { $code } was read twice: ignored
told-serial = { $text } Serial { $serial } is in the journal.
scan-layout = { $code } looks like a code typed on another keyboard layout ({ $layouts }). Nothing was done; have the scanner calibrated.
scan-full-width = Full-width characters were put right. Switch the input method off.
scan-caps-lock = Capitals and small letters were put right. Caps Lock is on; switch it off.
scanner-settings-refused = Scanner settings not used: { $file }, line { $line }, { $key }. Defaults hold until it is mended; pickface scan --check says more.
input-waiting = { $count } waiting
not-here = That cannot be done on this screen.
no-such-word = There is no command { $word } here. <app.help> lists them.
undo-nothing = No step of yours can be undone.
steps-title = Your last steps
why-nothing = Nothing to explain yet.
bye = Good bye.
no-number = Type a number.
no-such-worker = Nobody has this badge or number.

## Sign-in and home

sign-in-title = Sign in
sign-in-about = Scan your badge, or type your number and press Enter.
sign-in-badge = Scan your badge
sign-in-pin = Type your PIN
help-sign-in = Say who you are: scan your badge, or type your number and press Enter. Then type your PIN. A lead can give you a new one.
help-home = The work that waits for you. Press the number of a line, or scan its command barcode.

## Picking

pick-title = Pick
pick-idle = No pick list waits.
pick-waiting = { $count } pick lists wait.
pick-ask-idle = Wait here, or go back with <app.back>
pick-ask-next = Press Enter for the next list
pick-ask-place = Scan place { $place }
pick-ask-item = Scan item { $item }
pick-ask-put = Put { $qty } into { $tote }: scan it
pick-ask-new-tote = Put { $qty } into a tote, slot { $slot }
pick-ask-deposit = Scan the bench or lane where the totes go
pick-ask-set-aside = Set { $tote } aside: scan it
pick-all-done = All picked.
pick-set-aside = Order { $order } was cancelled.
pick-list-done = Pick list done.
pick-scan-a-tote = Scan an empty tote first.
pick-level = level { $level }
pick-qty = { $qty } ea
pick-qty-held = { $qty } ea = { $held }
pick-lot = lot { $lot }
pick-into = into { $slot }  { $tote }
pick-ask-zero = { $place } empty? { $ask }
ask-quantity = How many do you hold?
ask-short = How many are there? Enter for none
ask-hand-over = Scan the badge of who goes on
ask-take-over = Scan a tote of the list, or the badge of who has it
no-task-to-take-over = No pick list is known by this code.
why-pick-order = For order { $order }.
why-pick-place = { $place } holds { $qty } since { $since }: what expires or came first leaves first, pick faces before reserve.
why-pick-lot = Lot { $lot }, expires { $expiry }: it has to leave first.
help-picking = Go to the place, scan it, scan the item, put it into the tote and scan the tote. Scanning the item again counts one more each. A number is the quantity you hold. Scanning the next place takes the shown quantity. <pick.short> when there is too little, <work.skip> to come back later, <pick.full> when the tote is full.

event-order-saved = Order { $order } came in
event-order-shorted = Order { $order } is short by { $missing }
event-order-line-changed = Order { $order } line { $line }: now { $qty }
event-order-cancelled = Order { $order } cancelled
event-consignee-erased = Consignee of order { $order } erased
event-order-prioritized = Order { $order } has priority { $priority }
event-order-held = Order { $order } held: { $reason }
event-order-let-go = Order { $order } goes on
event-order-taken-off = Order { $order } is off { $task }
event-order-put-on = Order { $order } goes along on { $task }
event-order-closed = Order { $order } closed: { $stage }
event-stock-moved = { $item } x{ $qty } { $from } -> { $to }
event-task-made = { $task } made, { $lines } lines
event-task-claimed = { $task }: { $worker }
event-walk-planned = { $task }: the walk goes another way
event-task-parked = { $task } put back
event-task-closed = { $task } done
event-zero-asked = { $place } should be empty now
event-picked = { $item } x{ $qty } { $tote }
event-unpicked = Undone: { $item } x{ $qty } back
event-line-skipped = Skipped: comes back at the end
event-line-short = { $by } missing: looked for elsewhere
event-line-added = { $qty } more at { $place }
event-tote-filled = { $tote } is full: scan another
event-tote-set-aside = Order { $order } set aside

## Refusals

no-broken = This would break the books, so nothing was done. Tell your lead: { $what }
no-not-signed-in = Nobody is signed in here.
no-inactive = { $worker } may no longer sign in.
no-not-allowed = { $worker } may not do this. A lead can change the role.
no-master-code = A code is missing.
no-keep-days = Numbers are kept for a day at least.
no-prefix-few-serials = Beside prefix { $prefix } there are only { $serials } parcel numbers, and none may come twice within a year. Set numbers_kept_days to { $days } or more first.
no-master-code-too-long = { $code } is too long for a label.
no-master-code-taken = { $code } stands for something else already.
no-master-unknown = There is no such item, place or owner.
no-quantity = The quantity must be at least 1.
no-need-lot = { $item } needs its lot and expiry date.
no-stock-promised = { $qty } of { $item } are promised to orders.
no-order-unknown = There is no such open order.
no-order-number-taken = Number { $order } belongs to another order.
no-order-number-closed = Order { $number } is closed already.
no-order-bad-line = Line { $line } of the order has no known item or no quantity.
no-order-over = Order { $order } is { $stage }: nothing can be changed.
no-order-left-already = { $qty } of { $item } have left already for order { $order }: it cannot be less.
no-order-gone = Part of order { $order } has left already.
no-order-priority = Priority { $priority } is not between 1 and 9.
no-order-too-late = Order { $order } is { $stage }: its priority changes nothing any more.
no-order-held = { $worker } holds order { $order } since { $since }.
no-order-held-by-system = Order { $order } is held since { $since }.
no-order-not-held = Order { $order } is not held.
event-passage-one-way = { $from } to { $to } is one-way
event-passage-closed = { $from } to { $to } is closed
event-passage-open = { $from } to { $to } is open both ways
event-floor-drawn = The floor is drawn
event-floor-undrawn = The floor is walked by its aisles again
event-turns-set = What is fetched first was set
no-floor-same-place = A stretch of aisle has two ends, not { $place } alone.
no-floor-map = This is no map: squares of 100 mm to 5 m, some of them floor, { $most } at most.
no-floor-zones = At most 32 zones come last, not { $count }.
no-walks-too-many = More than 50 walks at once: { $count }.
no-walks-from-elsewhere = This plan was made on record { $seq }, which is not written here.
no-release-bad-group = A pick list takes 1 to 64 orders, not { $size }.
no-release-too-many-lines = Order { $order } has { $lines } lines: more than one command takes. Release it as a job.
no-release-nothing-waits = None of these orders waits any longer.
no-pick-work = No pick list waits.
no-pick-unknown = { $task } is done or gone.
no-pick-taken = { $worker } has { $task }.
no-pick-not-yours = Claim { $task } first.
stop-pick-called-off = Order { $order } was cancelled. Set { $tote } aside.
stop-order-called-off = Order { $order } was cancelled.
no-unknown-code = { $code } is unknown. { $wanted }
want-place = Go to { $place }.
want-item = Scan { $item }.
want-tote = Scan a tote for order { $order }.
want-drop = Scan a bench or lane.
no-pick-wrong-place = This is { $found }. Go to { $expected }.
no-pick-place-first = Scan the place { $place } first.
no-pick-wrong-item = This is { $found }; it belongs to { $home }. Pick { $expected }.
no-pick-wrong-item-homeless = This is { $found }. Pick { $expected }.
no-pick-wrong-lot = This is lot { $found }; it belongs to { $home }. Pick lot { $expected }.
no-pick-wrong-lot-homeless = This is lot { $found }. Pick lot { $expected }.
no-pick-wrong-expiry = This expires { $found }. Pick lot { $lot }, which expires { $expected }.
no-pick-item-first = Scan the item { $item }.
no-pick-too-many = { $found } would be too many: { $wanted } wanted.
no-pick-wrong-tote = This is tote { $found }. Use { $expected }.
no-pick-tote-taken = Tote { $tote } holds order { $order }.
no-pick-tote-not-empty = Tote { $tote } is not empty.
no-pick-need-tote = Scan an empty tote for slot { $slot }.
no-pick-tote-first = First put it into { $tote } and scan that tote.
no-pick-not-a-drop = { $place } is no bench or lane.
no-pick-deposit-first = All is picked: scan the bench or lane.
no-pick-no-line = Nothing is left on this list.
no-pick-not-asked = No bin was asked about.
no-pick-has-task = { $worker } has { $task } already.
no-pick-no-such-picker = This worker may not pick.
no-need-reason = Say why.
short-held = { $qty } at { $where } are held by order { $order }.
short-status = { $qty } at { $where } are { $status }.
short-other-owner = { $qty } belong to { $owner }.
short-none = There is none in the building.
