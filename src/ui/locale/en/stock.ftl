### Stock by place and item: corrections, and what waits for a second person.

stock-title = Stock
stock-ask = Scan place or item
stock-ask-quantity = { $deed } how many { $item }? Enter: { $qty }
stock-ask-counted = How many { $item } are there? Book: { $qty }
stock-ask-note = Type why, then Enter
stock-empty = Nothing lies here.
stock-none-waits = Scan a place, tote or item. No correction waits for a second person.
stock-choose-line = Scan a place or item, and choose a line first.
stock-unchanged = Nothing changed.
stock-approve = Agree
stock-reject = Do not agree
stock-qty = Qty
stock-promised = Promised
stock-status = Status
stock-lot = Lot
stock-expiry = Expiry
stock-name = Name
stock-deed = What
stock-by = Asked by
stock-reason = Why
stock-since = Since
help-stock = The stock of a place, tote or item that you scan. Choose a line and press Enter: correct, hold, release or scrap it, with a reason; block its place or have it counted. Corrections of great value wait for a second person; before anything is scanned they are listed here.
