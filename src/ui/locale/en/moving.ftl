### Moving: what the screen says and the core answers.

moving-title = Move
moving-title-from = Move { $from }
moving-about = Goods, or a pallet
moving-ask-source = Scan where the goods are
moving-ask-item = Scan an item. <moving.entire>: all of it
moving-ask-item-or-place = Scan an item; or a place: set it down
moving-ask-to = Scan where it goes
moving-all = all { $lines } lines
moving-empty = empty
moving-from = from { $from }
moving-order = order { $order }
why-moving-free = { $place }: { $free } of { $qty } free. What is promised to orders stays.
help-moving = Scan where the goods are: a place, pallet, carton or tote. Scan the item; a number is the quantity you take, and each further scan of the item counts one. Scan where it goes: that books it. <moving.entire> takes all that is there. To set a pallet or tote down as it stands, scan it and then the place.

## What the core answers

event-moved = { $qty } { $item }: { $from } to { $to }
event-moved-all = { $lines } lines: { $from } to { $to }
event-moved-back = { $lines } lines back in { $to }
event-lpn-set-down = { $lpn } stands on { $place }
event-lpn-taken-up = { $lpn } taken up
no-move-source-first = Scan where the goods are first.
no-move-picked = { $lpn } holds picks of order { $order }. Pack them, or put away once cancelled.
no-move-which-one = Several lots or owners of { $item }: scan the lot or choose.
no-move-item-first = Scan an item of { $from } first.
no-move-too-many = { $found } asked, { $there } there.
no-move-same-place = It is in { $holder } already.
no-move-no-holder = { $holder } holds no loose goods.
no-move-not-for-lpns = { $lpn } cannot stand in bin { $place }. Put its goods away there.
no-move-too-many-lines = Too much at once: at most { $most } lines.
no-move-gone-on = Too late: { $item } left { $holder } or is promised.
no-move-lpn-gone-on = Too late: { $lpn } stands on { $place }.
no-move-lpn-carried = Too late: { $lpn } is being carried.
want-move-source = Scan where the goods are.
want-move-to = Scan where they go.
