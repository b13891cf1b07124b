### The packing bench.

pack-title = Pack
pack-title-order = Pack { $order }
pack-which-bench = Which bench is this?
pack-ask-bench = Scan your bench
pack-at-bench = Bench { $bench }
pack-bench-first = Scan your bench first.
pack-waiting = { $count ->
    [one] 1 order waits.
   *[other] { $count } orders wait.
}
pack-none-waits = No order waits.
pack-nothing-in-hand = No parcel in hand. Scan a tote first.
pack-ask-begin = Scan a tote or order number
pack-ask-item = Scan the next item
pack-ask-item-or-carton = Scan the next item, or the carton
pack-ask-close = Scan carton { $carton } to close
pack-ask-close-any = Scan a carton to close
pack-ask-quantity = How many { $item } are in?
pack-ask-carton = Scan the carton. Enter: { $carton }
pack-ask-carton-own = Scan the carton. Enter: its own box
pack-ask-weight = Type the weight: 850 or 0.85
pack-ask-reopen = Scan the parcel to pack again
pack-ask-void = Scan a tote for the goods. Enter: their own
pack-ask-void-parcel = Scan the parcel to take apart
pack-ask-label = Scan the parcel for a new label. Enter: the last
pack-ask-hand-over = Scan who goes on, or the other bench
pack-no-worker-or-bench = That is no worker and no bench.
pack-ask-take-over = Scan the order, its tote, or who has it
pack-ask-called-off = Scan a tote for the goods
pack-ask-take-out = Scan each one out, or type what stays: { $stays } { $item }
pack-ask-take-apart = Scan each one out
pack-left = { $qty } to pack
pack-count = { $packed } of { $all }
pack-all-in = All in. Close it.
pack-done = { $order } is packed.
pack-called-off = CALLED OFF: goods back
pack-take-out = Take out { $qty } { $item }
pack-note = * { $note }
pack-carton = Carton { $carton }
pack-weighed = Scale { $weight }
pack-weight-of = Scale { $weight } of { $expected }
pack-weight-expected = Should weigh { $expected }
pack-no-weight = Type grams, or kilograms with a point: 0.85
pack-no-parcel = Scan the label of a closed parcel.
pack-none-to-take-over = Nobody packs that.
pack-closed = Parcel { $number } of { $order } closed. { $label }
pack-closed-last = { $number ->
    [1] { $order } packed.
   *[other] { $order } packed, { $number } parcels.
} { $label }
pack-label-at = Label at { $place }
pack-no-printer = No printer at { $place }: see the print queue
why-pack-order = Order { $order } leaves with { $carrier } at { $cutoff }.
why-pack-totes = Its goods are in { $totes }.
why-pack-carton = { $carton } is the smallest carton that takes it: { $why }.
help-packing = Scan a tote or an order's number, then every item as it goes in. A case counts its contents; a number is how many of the last item are in. Scan the carton to close the parcel and print its label. Scan the next item to begin another parcel of the same order. A note (*) is what the customer asked for. When the scale is doubted, check the parcel; closing again the same way confirms it.

want-tote-or-order = Scan a tote or order number.
want-item-or-carton = Scan an item of { $order }, or a carton.
carton-fits = { $fill } % full, { $weight }
carton-several = the largest; takes { $cartons }

event-parcel-opened = Order { $order }, parcel { $number }
event-parcel-taken = { $worker } packs { $order }
event-parcel-parked = Order { $order } set aside
event-packed = { $item } x{ $qty } in
event-unpacked = { $item } x{ $qty } out
event-parcel-closed = Parcel { $sscc } of { $order } closed
event-parcel-reopened = { $order } open again; label { $sscc } void
event-parcel-voided = Parcel of { $order } taken apart
event-weight-learned = { $item } weighs { $weight }

no-pack-bench = { $place } is no packing bench.
no-pack-parcel-unknown = This parcel is not in the building.
stop-pack-called-off = Order { $order } CALLED OFF. Its goods go back: scan a tote.
no-pack-not-ready = Order { $order } is not picked: { $stage }.
no-pack-already = Order { $order } is packed.
no-pack-taken = { $worker } packs { $order } at { $bench }.
no-pack-no-such-packer = { $worker } may not pack.
no-pack-busy = { $worker } packs order { $order }: close or park it first.
no-pack-not-yours = Set aside. Scan its tote to go on.
no-pack-in-hand = Close or park { $order } first.
no-pack-unexpected = { $code } is not wanted here. { $wanted }
stop-pack-other-owners-tote = OTHER OWNER: tote { $tote } is { $found }'s; you pack for { $expected }.
no-pack-wrong-tote = Tote { $tote } is order { $found }; you pack { $expected }.
no-pack-empty-tote = Tote { $tote } is empty.
no-pack-loose-tote = Goods in tote { $tote } belong to no order.
stop-pack-other-owner = OTHER OWNER: { $item } is { $found }'s; you pack for { $expected }.
no-pack-not-in-order = { $item } is not in order { $order }. It belongs to { $home }.
no-pack-not-in-order-homeless = { $item } is not in order { $order }.
no-pack-nobody-wants = No order here waits for { $item }. It belongs to { $home }.
no-pack-nobody-wants-homeless = No order here waits for { $item }.
no-pack-not-picked = { $item } of order { $order } was not picked.
no-pack-wrong-lot = { $item }: lot { $found } was not picked.
stop-pack-held = { $item } MAY NOT LEAVE: { $status }.
no-pack-too-many = { $item }: { $wanted } wanted, this makes { $found }.
no-pack-leave-out = { $item }: the order was lessened, leave { $qty } out. They go back to { $home }.
no-pack-leave-out-homeless = { $item }: the order was lessened, leave { $qty } out.
no-pack-full = The parcel has too many lines: close it.
no-pack-item-first = Scan the item first, then the quantity.
no-pack-need-tote = Scan an empty tote for order { $order }.
no-pack-empty = Nothing of { $order } is in a parcel yet.
stop-pack-take-out = TAKE OUT { $qty } { $item }: the order was lessened. They go back to { $home }.
stop-pack-take-out-homeless = TAKE OUT { $qty } { $item }: the order was lessened.
no-pack-carton-unknown = Carton { $carton } is unknown.
no-pack-too-heavy = { $found } is too much: { $carton } bears { $bears }. Close again if it holds.
no-pack-wrong-weight = Scale { $found }, expected { $expected }. Check; close again if right.
no-pack-prefix = Company prefix "{ $prefix }" makes no SSCC (4 to 12 digits).
no-pack-closed = Closed by { $worker } { $at }. Reopen it first.
no-pack-open = This parcel is open.
no-pack-loaded = In { $load } by { $worker } { $at }. Unload it first.
no-pack-gone = Goods of order { $order } went on.
