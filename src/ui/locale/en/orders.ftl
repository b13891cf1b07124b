### Orders: the list, planning a release, one order.

orders-title = Orders
orders-waiting = { $count } wait
orders-releasing = release { $done }/{ $total }
orders-by-stage = by stage
orders-by-cutoff = by cut-off
orders-by-number = by number
orders-empty = No orders are open. Import some: pickface import orders FILE
orders-gone = closed
orders-none-wait = None of these orders waits to be released.
orders-no-such-code = No open order, tote or parcel has this code.
orders-choose-first = Choose how to release, or go back with Esc.
orders-col-order = Order
orders-col-stage = Stage
orders-col-left = Cut-off in
orders-col-carrier = Carrier
orders-col-lines = Lines
orders-col-units = Pieces
orders-col-channel = Channel
orders-col-owner = Owner

orders-preview-title = Release
orders-preview-orders = { $count } orders
orders-preview-lines = { $count } lines to pick
orders-preview-units = { $count } pieces
orders-preview-short = { $count } would be short
orders-preview-first = The first { $count } in this go
orders-preview-estimate = Walks as planned, bench to bench.
orders-reckoning = reckoning { $done }/{ $total }
orders-as-carts = Carts: { $lists }
orders-one-by-one = Singly: { $lists }
orders-metres = { $metres } m

orders-releasing-title = Release
orders-releasing-about = Pick lists are being made. Esc leaves this page, and the work goes on.
orders-releasing-wait = Wait for the release, or leave with Esc.
orders-stop-sure = Stop the release? The lists made so far stay.
orders-stopped-by = stopped by a lead
orders-released = { $released } orders released
orders-released-short = { $released } orders released, { $short } short
orders-released-part = { $released } orders released, { $short } short, { $waiting } still wait

orders-cancel-sure = Cancel order { $order }? What is picked of it goes back to its bins.
orders-short-of = { $item }: { $qty } missing
orders-detail-carrier = Carrier: { $text }
orders-detail-cutoff = Cut-off: { $text }
orders-detail-promise = Promised: { $text }
orders-detail-priority = Priority: { $text }
orders-detail-channel = Channel: { $text }
orders-detail-owner = Owner: { $text }
orders-detail-placed = Placed: { $text }
orders-detail-since = { $stage } since { $since }
orders-detail-tote = { $tote } at { $place }
orders-tote-carried = a cart
orders-line-ordered = { $qty } ordered
orders-line-reserved = { $qty } reserved
orders-line-picked = { $qty } picked
orders-line-packed = { $qty } packed
orders-line-shipped = { $qty } shipped

confirm-title = Sure?
confirm-no = No, go back
confirm-yes = Yes, do it
confirm-first = Answer first: 1 no, 2 yes.

help-orders = The open orders. Mark some with the space bar, or none for all that wait; F1 shows what releasing them would come to, F2 makes their pick lists. Enter opens an order, / finds orders by any word (also by an item), a scan goes to the order of a number, tote or parcel.
help-orders-preview = What releasing would come to. On carts several orders are picked on one walk; singly each order is one walk. The metres are estimates along the aisles, from the bench and back. Choose one to make the pick lists.
help-orders-releasing = Pick lists are being made, a few orders at a time, and scans go in between. Esc leaves this page; the work goes on. F9 4 stops it; the lists made so far stay.
help-orders-detail = One order: where it is on its way, each line with what is reserved, picked, packed and shipped, who holds what is missing, and where its totes and parcels are.
help-confirm = This cannot be taken back, so it asks once more.
