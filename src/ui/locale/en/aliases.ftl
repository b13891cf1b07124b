### Codes that the floor teaches.

choice-title = What is this?
choice-readings = The label came without separators. Which lot and date are printed on it?
choice-items = This code is on several items. Which one is it?
choice-no-lot = no lot
help-choice = A digit or a command barcode answers, the cursor and <app.confirm> too; <app.back> drops the scan. Scans wait until then. How a label is read is proposed to a lead: once approved, that supplier's labels are read so and nobody is asked again.
which-item-title = Unknown code
which-item = Which item is it? Scan its known code, or type code or name.
which-item-listed = Type its number, or more of its name.
which-item-unknown = That is unknown too. Scan a code of the item that is known.
which-item-none = No item is called so.
which-item-again = Noted. Now scan the item itself and give the quantity.
which-item-contents = How many pieces in it? Enter: { $usual }
help-which-item = Nobody knows this code yet. Say which item it is printed on: scan a code of the item that is known (its shelf's, a neighbour's), or type its code or a part of its name. The work goes on at once; a lead approves the code under Stock, and then everybody's scans know it. <app.back> leaves it.
lesson-alias = { $code } is { $item }, { $qty } a scan
lesson-reading = labels of { $supplier } without separators read as { $example }
event-lesson-proposed = Proposed: { $what }
event-lesson-learned = Learned: { $what }
event-lesson-rejected = Not so: { $what }
no-alias-proposal = Somebody has judged that already.
no-alias-code = A code needs characters, and 48 at most.
no-alias-known = { $code } stands for something already.
no-alias-item = There is no such item.
no-alias-too-many = Too many proposals wait. Have a lead judge them first.
stock-new-code = New code
