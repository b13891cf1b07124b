### Putaway: what the screen says and the core answers.

putaway-title = Put away
putaway-title-from = Put away { $from }
putaway-none = Nothing waits at the docks.
putaway-source = { $from }  { $goods }
putaway-source-more = { $from }  { $goods } +{ $more }
putaway-ask-source = Scan pallet, dock or goods
putaway-ask-item = Scan an item. <moving.entire>: all into one bin
putaway-ask-bin = Bring it to { $place }: scan it
putaway-ask-any-bin = Bring it to a bin that takes it: scan it
putaway-ask-confirm = Scan { $found } again to put it here. <app.back>: no
putaway-no-bin = No bin suggested
putaway-all = all { $lines } lines of { $from }
putaway-instead = instead of { $place }
why-putaway-none = No bin that takes these goods is free. Any bin will do that takes them.
why-putaway-other = Another bin than the suggested one is asked about once.
why-putaway-item = { $item }: { $qty } free at { $from }.
help-putaway = Scan the pallet, carton or dock where goods wait, or the goods themselves. Then scan the item, where there are several; a number is the quantity you take, and each further scan of the item counts one. Bring it to the bin on the screen and scan the bin: that books it. Another bin is asked about once: scan it again. <moving.entire> puts all that is there into one bin.

## What the core answers

check-putaway-other-bin = Expected { $expected }, this is { $found }. Scan it again to put it here.
event-put-away = { $qty } { $item } in { $place }
event-put-away-all = { $lines } lines from { $from } in { $place }
event-put-away-undone = { $lines } lines back on { $from }
no-putaway-source-first = Scan pallet, dock or goods first.
no-putaway-is-a-bin = { $place } is a bin: its goods are put away.
no-putaway-order-goes-on = { $lpn } belongs to order { $order }, which goes on. Bring it to packing.
no-putaway-nothing-waits = No { $item } waits to be put away.
no-putaway-which-one = Several lots or owners of { $item }: scan the lot or choose.
no-putaway-item-first = Scan an item of { $from } first.
no-putaway-bin = { $why } Go to { $expected }.
no-putaway-gone-on = Too late: { $item } left { $place } or is promised.
no-putaway-order-closed = Too late: the order is closed.
no-putaway-taken-since = Too late: { $lpn } is taken for something else.
no-bin-not-a-bin = { $place } is no bin.
no-bin-other-lot = { $place } holds lot { $lot } of { $item }.
no-bin-full = { $place } has room for { $room }.
stop-bin-other-owner = { $place } holds goods of { $owner }.
want-putaway-source = Scan a pallet, dock or goods.
want-bin = Scan a bin.
why-bin-same-goods = The same goods lie there.
why-bin-free-face = A free pick face; the item has none.
why-bin-near-face = Free reserve near its pick face.
why-bin-free = A free bin.
why-bin-quarantine = Goods not for sale wait there.
