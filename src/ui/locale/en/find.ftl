### Look-up: what a code stands for.

find-title = Find
find-ask = Scan or type a code
find-ask-choice = Type its number
find-about = Item, place, tote, order, parcel, badge: scan it.
find-about-name = Or type a part of its name.
find-nothing = Nothing here is called { $code }.
find-nothing-why = Nothing that left was called so either. Type a part of its name.
find-teach = Is it printed on an item? Enter asks which.
find-several = { $code } may be:
find-gone = It has left the books.
find-order-of = Order { $order } { $owner }
help-find = Shows all that is known of what you scan or type. Your work stays as it is: <app.back> goes back to it. A part of a name finds items; a number chooses among several.

find-kind-item = Item
find-kind-place = Place
find-kind-lpn = Tote
find-kind-order = Order
find-kind-parcel = Parcel
find-kind-worker = Worker
find-kind-carton = Carton
find-kind-carrier = Carrier
find-kind-load = Load
find-kind-receipt = Receipt
find-kind-task = Pick list
find-said-lot = Lot on it
find-said-expiry = Expires
find-said-count = Count on it
find-said-serial = Serial on it

## Goods

find-code-holds = This code is
find-retired = No longer bought
find-in-building = In all
find-promised-sum = Promised
find-blind = being counted
find-lot = lot { $lot }
find-expiry = to { $day }
find-promised = { $qty } promised
find-promised-to = Promised to
find-details = Details
find-picks-a-week = Picks a week
find-units-a-week = Pieces a week
find-size = Size
find-weight = Weight
find-tare = Empty weight
find-bears = Bears
find-lots-kept = Kept apart by lot
find-empty = Nothing lies here.

## Places and totes

find-place-pick-face = Pick face
find-place-reserve = Reserve
find-place-dock = Dock
find-place-bench = Bench
find-place-staging = Lane
find-place-quarantine = Quarantine
find-place-returns = Returns
find-zone = zone { $zone }
find-level = level { $level }
find-blocked = BLOCKED
find-load-volume = Full by volume
find-load-weight = Full by weight
find-last-counted = Last counted
find-never = never
find-count-review = Count waits for lead
find-count-by = { $worker } counts here
find-count-open = Waits to be counted
find-totes-here = Totes here
find-lpn-tote = Tote
find-lpn-cart = Cart
find-lpn-pallet = Pallet
find-lpn-carton = Carton
find-stands-at = Stands at { $place }
find-carried-by = { $worker } has it
find-nowhere = Nobody scanned it to a place.
find-for-order = Order { $order }

## Orders, lists, parcels, loads, receipts

find-owner = Owner
find-channel = Channel
find-country = Country
find-priority = Priority
find-placed = Placed
find-may-split = May leave in parts
find-line-promised = { $qty } promised
find-line-picked = { $qty } picked
find-line-packed = { $qty } packed
find-line-shipped = { $qty } shipped
find-line-open = { $qty } open
find-missing = Missing: { $qty } { $item }
find-under-way = Under way
find-nobody-has = Nobody has it
find-parcel-open = Being packed
find-parcel-waits = To be loaded
find-parcel-number = parcel { $n }
find-sealed = Closed
find-label-copy = Label copy
find-in-load = In load { $load }
find-content = Content
find-cutoff = Cut-off
find-to-pick = Still to pick
find-load-open = Being loaded
find-load-closing = Leaving
find-parcels = Parcels
find-expected = Expected
find-of = { $part } of { $all }

## People

find-number = Number
find-inactive = No longer works here
find-signed-in = Signed in
find-not-here = Not signed in
find-in-hand = In hand
find-nothing-in-hand = Nothing
find-next-place = Next at { $place }
find-counts = Counts { $place }
find-packs = Packs order { $order }
find-receives = Receives { $receipt }
find-puts-away = Puts away from { $from }
find-moves = Moves from { $from }
find-role-picker = picker
find-role-packer = packer
find-role-receiver = receiver
find-role-counter = counter
find-role-lead = lead
find-role-admin = admin
find-life = Life
find-left = Left { $at }
find-looking-back = Looking back whether it has left ...
