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
slot-ordered = { $count } ordered
help-slotting = How full each place is, and how often its goods are picked. Plan shows the moves that would save walking; Apply there orders all of them, or those marked with Space: workers find them under Move, and Undo calls them off; Colour shows the floor from above, by load and by popularity. On the map a digit is tenths full, # is full; A is picked most. Arrows walk, Enter shows the place's card.
