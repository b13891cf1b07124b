### The journal: who did what, and when.

journal-title = Journal
journal-ask = Scan to narrow it
journal-when = When
journal-who = Who
journal-how = How
journal-what = What
journal-scanned = scanned
journal-typed = typed
journal-command-line = command
journal-job = job
journal-program = pickface
journal-nobody = nobody
journal-number = Record
journal-device = At
journal-looking = Looking back ...
journal-empty = Nothing is recorded about this.
journal-unknown = Nothing here is called { $code }.
help-journal = Everything that was done, latest first. Scan an item, place, tote, order, parcel or badge to see only what concerns it; <app.back> shows all again. <app.confirm> opens a record. Going below the last line looks further back.
