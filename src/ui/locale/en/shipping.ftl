### The dock.

load-title = Load
load-which-dock = Which dock is this?
load-ask-dock = Scan the dock, lane or load
load-at-dock = Dock { $dock }
load-dock-first = Scan the dock or lane first.
load-ask-carrier = Scan the carrier, or type its number
load-no-carrier = No parcel waits. Scan a carrier or load.
load-carriers = Who takes it away?
load-ask-parcel = Scan a parcel for { $carrier }
load-ask-unload = Scan the parcel to take off. <app.back> ends
load-ask-label = Scan the parcel for a new label
load-ask-leaving = It leaves by itself. Scan another load or dock
load-loaded = { $count } loaded
load-waits = { $count } wait
load-all-loaded = All loaded
load-unloading = TAKING OFF
load-leaving = Leaving: { $count } left to book
load-weight = { $weight }
load-in = { $order } in: { $count } loaded, { $waiting } wait
load-last-in = { $order } in: all { $count } of { $carrier } loaded
load-off = { $order } taken off: { $count } loaded
load-confirm-close = { $waiting ->
    [0] All { $count } loaded.
    [one] 1 parcel still waits for { $carrier }.
   *[other] { $waiting } parcels still wait for { $carrier }.
} Again to close the load.
load-confirm-void = { $count } parcels come off again. Again to void the load.
load-none-open = Begin or scan a load first.
load-no-parcel = Scan a parcel's label.
load-gone = Load { $load } is done.
load-elsewhere = That load is not here any more.
why-load = { $load } is { $carrier }'s at { $dock }, begun { $at }.
why-load-cutoff = { $count } parcels of { $carrier } leave at { $cutoff }.
help-loading = Scan the dock, then the carrier; or scan the load's code. Then scan every parcel as it goes in. Beside stands what still waits, by cut-off. <load.close> twice closes the load: its parcels leave the books. <load.unload> takes parcels off again, <load.new> begins or chooses another load.

want-parcel = Scan a parcel for { $carrier }.

event-load-opened = Load { $load } for { $carrier } begun
event-parcel-loaded = { $sscc } of { $order } into { $load }
event-parcel-unloaded = { $sscc } of { $order } unloaded
event-load-voided = Load { $load } voided
event-parcel-shipped = { $sscc } of { $order } left in { $load }
event-load-closed = Load { $load } left: { $parcels } parcels, { $weight }

no-load-carrier = This carrier is unknown.
no-load-dock = { $place } is no dock or lane.
no-load-unknown = This load has left or was voided.
no-load-leaving = { $load } is leaving: nothing in or out.
no-load-being-voided = { $load } is being voided: nothing in.
no-load-left = { $code } left { $at } in load { $load }, by { $worker }.
no-load-gone = { $code } left the building before.
stop-load-label-void = VOID LABEL { $code }: find the new one.
no-load-not-a-parcel = { $code } is no parcel. { $wanted }
no-load-which-parcel = Order { $order }: { $count } parcels wait. Scan the parcel.
stop-load-not-closed = NOT CLOSED: order { $order } is still packed at { $bench }.
stop-load-called-off = Order { $order } CALLED OFF: the parcel stays, take it apart.
stop-load-take-out = Order { $order } was LESSENED: reopen the parcel, take out { $qty } { $item }, they belong to { $home }.
stop-load-take-out-homeless = Order { $order } was LESSENED: reopen the parcel, take out { $qty } { $item }.
stop-order-on-hold = Order { $order } is HELD since { $since }: { $reason }. Leave it here.
no-load-twice = In { $load } already, by { $worker } { $at }.
no-load-wrong-carrier = { $found } takes it; this load is { $expected }.
no-load-not-whole = Order { $order } leaves whole and is not all packed.
no-load-not-loaded = This parcel is in no load.
no-load-empty = { $load } is empty; void it instead.
no-load-torn = Order { $order } leaves whole: { $count } of its parcels are not here.
