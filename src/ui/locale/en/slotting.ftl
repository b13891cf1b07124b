### Slotting: load, popularity, better places.

slot-title = Slotting
slot-title-plan = Better places
slot-title-load = Map: how full
slot-title-popularity = Map: popularity
slot-volume = Vol%
slot-weight = Wt%
slot-rank = Rank
slot-class = ABC
slot-picks = Pck/wk
slot-metres = m
slot-from = From
slot-to = To
slot-why = Why
slot-number = no. { $rank }
slot-none = There are no storage places. Import: pickface import places FILE.
slot-plan-none = Nothing to gain: what is picked most lies nearest already.
slot-plan-ordered = All that would pay is ordered: workers find it under Move.
slot-title-compare = Now and then
slot-before = Now
slot-after = Then
slot-planned = Lies on the way of what is bought with it
slot-saves = A day: { $before } m now, { $after } m then, { $saved } m less ({ $percent } %)
slot-found-moves = Moves: { $count }
slot-learned = Learned from { $learned } walks of orders, judged by { $judged } others
slot-learned-nothing = No orders are known: walks are drawn by popularity
slot-searching = Searching: { $percent } %
slot-search-none = Nothing to plan: it takes a bench to walk from, and goods in pick faces that may move.
slot-ordered = { $count } ordered
help-slotting = How full each place is, and how often its goods are picked. Plan shows the moves that would save walking; Apply there orders all of them, or those marked with Space: workers find them under Move, and Undo calls them off; Compare searches for slots by which orders are walked shortest, within a night's moves, and shows the floor before and after them: 9 is where most is picked; Back ends the search with the best so far, and Plan shows its moves. Colour shows the floor from above, by load and by popularity. On the map a digit is tenths full, # is full; A is picked most. Arrows walk, Enter shows the place's card. Aisles closes or reopens the one of the place under the cursor.

## Aisles

aisle-title = Aisles
aisle-way = Way
aisle-both-ways = open
aisle-one-way = one-way
aisle-closed = CLOSED
aisle-to-pick = To pick
aisle-places = Places
aisle-count-closed = { $count } closed
aisle-none = There are no aisles: no storage places stand along any.
aisle-by-map = Walks go by a drawn map: close a way there. pickface plan layout --map FILE --keep
aisle-no-such-place = That is no place along an aisle.
aisle-choose = All its places stand at one spot: block them instead.
aisle-is-closed = It is closed already.
aisle-is-open = It is open.
help-aisles = The aisles, each from one cross-aisle to the next. Scan a place to stand on its aisle. <aisle.close> closes it between its first and last bay: for a spill, a broken rack, a lift at work; <aisle.open> opens it again. The walks of all pick lists are planned anew at once, those under way from where their pickers stand; what no walk reaches any longer comes last on its list. To keep goods from being promised, block their places in Stock.
