### What a scanner sends and what is made of it; setting it up from the calibration sheet.

scanner-title = Scanner
scanner-ask = Scan anything: here it is only shown.
scanner-why-evidence = A code is taken for a scan by its identifier, its frame, having come in one read, its check digit or its first GS1 number; and by its pace where none of these speaks for it.
scanner-why-typing = What comes slower than a machine sends it, or is too short, is typing: its characters are keys.
scanner-why-repeat = The same code again within the device's time for repeats is one unit read twice, and a prompt says so and leaves it out.
help-scanner-screen = Everything that comes from the keyboard or the scanner is shown: the bytes of each read with the milliseconds since the one before, what they were decided to be, and why. Nothing is booked here.
    Setting up takes two scans of a printed sheet (<scanner.print>, or pickface scan --sheet pdf). They tell the host's keyboard layout, Caps Lock, what ends a scan and what becomes of the GS1 separator; what follows is written for this device into scanners.toml and holds at once.

## What came, and what was made of it

watch-begins = Scan something. The letter q, typed by hand, ends.
heard-key = key { $key }
heard-typed = typed: { $key }
heard-too-short = typing: { $count } characters are too few for a scan; the least is { $least }
heard-too-slow = typing: { $count } characters, { $ms } ms each; from { $least } ms on a scan needs a check digit or an identifier
heard-held-key = typing: one key held down, { $count } times
heard-unended = typing: { $count } characters, { $ms } ms each, which nothing ended
heard-paste = pasted text { $text }
heard-dropped = { $count } characters at once: dropped
heard-scan = scan { $code }
heard-why = because: { $why }
heard-pace = { $ms } ms a character
heard-via-burst = like keys
heard-via-framed = between prefix and end
heard-via-paste = pasted
heard-aim = identifier { $aim }
heard-check-digit = check digit right
heard-note-case = Caps Lock is on: letters were turned back
heard-note-controls = control characters were left out
heard-note-full-width = full-width characters were put right: switch the input method off
heard-note-separator = a text was read as the GS1 separator
heard-note-unterminated = nothing ended it: set the scanner to send Enter
heard-repeat = the same code as just before: a prompt leaves it out
heard-command = command: { $command }
heard-gs1 = GS1 data { $how }: { $elements }
heard-by-aim = by its identifier
heard-by-brackets = by its brackets
heard-by-link = by its link
heard-by-separator = by its separators
heard-by-check-digit = by its first number's check digit
heard-by-shape = by its shape
heard-splits = A separator may be missing; it can be read as
heard-fault = faulty GS1 data: { $fault }
heard-gtin = { $kind }: trade item { $gtin }
heard-carriers = perhaps a parcel number of { $carriers }
heard-layouts = the host's keyboard layout seems to be one of { $layouts }: set the scanner up with the sheet
heard-known = here: { $what }
heard-unknown = nothing here is called so

## Setting up

calibrate-title = Set up scanner
calibrate-first = Scan label 1 of the calibration sheet.
calibrate-second = Now scan label 2.
calibrate-sheet = No sheet? Print it from here, or on a computer: pickface scan --sheet pdf
calibrate-printing = The sheet waits for the printer of { $place }.
calibrate-no-printer = The sheet waits: this place has no printer yet.
carriers-refused = The rules of parcel numbers cannot be used, so none is guessed at; pickface scan --watch says why.
calibrate-both-read = Both labels were read.
calibrate-nothing = Nothing readable came. Scan the label again.
calibrate-other-code = That is not this label, or no keyboard layout explains it. Scan it again.
calibrate-found-title = Found
calibrate-several = Several keyboard layouts fit: choose yours.
calibrate-use = Use it: { $layout }
calibrate-again = Scan both again
calibrate-leave = Leave it as it was
calibrate-written = The scanner of { $device } is set up, in { $file }. Try it.
calibrate-failed = The settings were not written: { $why }
found-layout = Keyboard layout: { $layout }.
found-layouts = Keyboard layout: one of { $layouts }.
found-gs-kept = The GS1 separator arrives as it is.
found-gs-key = The GS1 separator arrives as { $key }.
found-gs-text = The GS1 separator arrives as { $text }.
found-gs-bracket = The GS1 separator arrives as the layout's character for ].
found-gs-lost = GS is lost: set the scanner to send FNC1 as { $word } or |, else lots must be asked about.
found-no-terminator = Nothing ends a scan: set the scanner to send Enter after each code.
found-terminator = After each code comes { $keys }.
found-prefix = Before each code comes { $keys }.
found-caps-lock = Caps Lock is on: it is undone, but better switched off.
found-full-width = An input method makes full-width characters: they are put right, but better switch it off.
found-dead-keys = Dead keys swallow { $lost }: set the scanner itself to this layout if codes hold them.
found-aim = Symbology identifiers are sent.
found-no-aim = No symbology identifiers: sent, they make every code certain.
