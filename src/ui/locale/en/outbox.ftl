### What is printed.

print-title = Print queue
print-none = Nothing waits to be printed.
print-col-state = State
print-col-code = Code
print-col-kind = What
print-col-age = Age
print-col-printer = Printer
print-col-by = By
print-col-note = Why
print-no-printer = none
print-not-there = Nothing to print is known by this code.
print-choose = Choose a line first.
print-not-unknown = It waits; nobody has to look yet.
print-being-sent = It is being printed; wait a moment.
print-ask-printer = Type its number, a bench, or an address
print-which-printer = Which printer?
print-no-such-printer = "{ $printer }" is no printer: a number of the list, a place, file:FOLDER or tcp:HOST:PORT.
print-why = { $what } { $code }: { $note }
print-why-unknown = The program or the printer stopped in the middle. Look at the printer: <print.done> when it came out, <print.again> to print it again (the first label is then void).
help-printing = What waits for a printer. Failed: see to the printer, then <print.again>, or <print.other> for another printer. Printed or not: look at the printer, then <print.done> when it came out, or <print.again> to print it again. Scanning a parcel's label finds its line. <app.confirm> opens the printers: which one each place has, with paper and font.

print-pending = waiting
print-sending = printing
print-sent = printed
print-unknown = printed?
print-failed = failed
print-voided = void
print-parcel-label = parcel label
print-packing-slip = packing slip
print-place-label = place label
print-item-label = item label
print-tote-label = tote label
print-badge = badge
print-command-sheet = command barcodes
print-calibration-sheet = calibration sheet
sheet-title = Command barcodes
sheet-which-role = For which role?
sheet-everywhere = Everywhere
sheet-digits = Digits
sheet-about = Moving about
sheet-screens = Screens
help-sheet = A sheet of barcodes for everything that a role does, in the printer's order: what is needed everywhere, the digits, moving about, then each screen. With it all work is done by scans alone. It comes out of the printer of this device's place.

event-print-sending = Being printed: { $code }
event-print-sent = Printed: { $code }
event-print-unknown = Printed or not? { $code }
event-print-failed = Not printed: { $code } ({ $note })
event-print-voided = Print voided: { $code }
event-label-reprinted = Label { $sscc }: copy { $copy }, earlier ones void
event-printer-set = Printer of { $place }: { $printer }

no-print-unknown = Printed or voided already.
no-print-state = It is { $state }.
no-print-no-label = The parcel is open; it has no label.
stop-print-called-off = Order { $order } CALLED OFF: no label.
no-print-too-many = { $count } labels; 1 to 400 at a time.
no-print-nothing = Nothing known to label.

## Printers

print-enter-printers = Enter: printers
printers-title = Printers
printers-about = Each place's printer
printers-ask = Scan a place, or type its number
printers-no-place = No such place. Scan a bench, dock or lane.
printers-ask-address = Where: tcp:HOST, file:FOLDER, name
printers-ask-paper = Paper in mm, like 100x150
printers-ask-dpi = Dots: 203 or 300
printers-ask-font = Font beyond Latin
printers-ask-words = Words: en or zh-Hans
printers-about-address = Empty takes the printer away.
printers-about-paper = Empty: each label's usual paper.
printers-about-dpi = As on the printer's plate, dots an inch.
printers-about-font = E:SIMSUN.TTF for a font in the printer; a .ttf or .otf file here is sent as pictures. Empty: none, and Chinese names cannot be printed.
printers-about-words = The language of the fixed words on labels.
help-printers = Which printer each bench, dock and lane has. Scan the place, then say where its printer is, which paper is in it, its dots an inch, its font for Chinese and the language of the fixed words; Enter takes what stands there. tcp:HOST prints over the network (port 9100), file:FOLDER and a plain name write files. Without a font Chinese names are refused, never left out.
