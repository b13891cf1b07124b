### Contexts of the keys, mistakes in keymap files, and the page of all keys.

context-global = Everywhere
context-prompt = Input line
context-filter = Filter of a list
context-menu = Menus
context-list = Lists
context-sign-in = Sign-in
context-picking = Picking
context-packing = Packing
context-loading = Loading
context-receiving = Receiving
context-putaway = Putaway
context-moving = Moving stock
context-counting = Counting
context-orders = Orders
context-queues = Work queues
context-reviews = Count reviews
context-slotting = Slotting
context-aisles = Aisles
context-stock = Stock
context-workers = Workers
context-devices = Shared devices
context-access = Access of a worker or device
context-sessions = Sessions
context-printing = Print queue
context-journal = Journal
context-scanner = Scanner
context-help = Help
context-palette = Commands
context-why = Why
context-undo-list = Last steps

keymap-about-default = function keys at prompts, letters in lists, Ctrl and Alt for the rest.
keymap-about-handheld = for scanner guns: function keys, digits and Enter alone.
keymap-about-vim = the default, and vi's letters wherever no line is open.
keymap-about-as400 = F1 help, F3 exit, F4 prompt, F5 refresh, F12 cancel.

keymap-default-runs = { $count ->
    [one] Your keymap has a mistake, so the shipped keys are in use:
   *[other] Your keymap has { $count } mistakes, so the shipped keys are in use:
}
keymaps-missing = There is no keymap "{ $name }" here any more, so the shipped keys are in use. Choose another one with the command Keys, or put keymaps/{ $name }.toml back into the data directory.
keymap-syntax = { $file }, line { $line }: this is not TOML ({ $reason }). Correct the line; keymaps/default.toml shows the form.
keymap-unknown-base = { $file }, line { $line }: there is no shipped keymap "{ $name }" to change. Did you mean "{ $nearest }"?
keymap-not-a-table = { $file }, line { $line }: { $context } is a table of actions. Write [{ $context }] on a line of its own, the actions below it.
keymap-unknown-context = { $file }, line { $line }: there is no context [{ $name }]. Did you mean [{ $nearest }]?
keymap-unknown-action = { $file }, line { $line }: there is no action { $name }. Did you mean { $nearest }?
keymap-not-offered = { $file }, line { $line }: { $action } cannot be done in [{ $context }]. Put it under [{ $instead }].
keymap-not-keys = { $file }, line { $line }: { $action } needs a list of keys in quotes, as in { $action } = ["f1"]; [] for no key.
keymap-unknown-key = { $file }, line { $line }: "{ $key }" for { $action } is no key. Write keys as f1, ctrl-k, pageup or "g g".
keymap-plus-sign = { $file }, line { $line }: "{ $key }" is joined with a plus sign. Write "{ $meant }".
keymap-empty = { $file }, line { $line }: { $action } has an empty key. Name a key, or write [] for none.
keymap-too-long = { $file }, line { $line }: "{ $key }" is a sequence of more than { $most } keys. Shorten it.
keymap-reserved-scanner = { $file }, line { $line }: "{ $key }" cannot be bound: scanners send this byte within a scan. Choose a function key.
keymap-reserved-same-byte = { $file }, line { $line }: "{ $key }" cannot be bound: terminals send the same byte for another key. Choose another key.
keymap-reserved-text = { $file }, line { $line }: "{ $key }" cannot be bound here: with an input line open it is text. Choose a function key, or one with ctrl- or alt-.
keymap-reserved-digit = { $file }, line { $line }: "{ $key }" cannot be bound in a menu: digits choose its entries. Choose another key.
keymap-duplicate = { $file }, line { $line }: { $key } already does { $other } in [{ $context }], so it cannot do { $action }. Choose another key, or unbind the other: { $other } = [].
keymap-shadowed = { $file }, line { $line }: { $key } for { $action } would never act: { $by } does { $other } in [{ $context }] first. Change one of them.
keymap-too-large = { $file }, line { $line }: the file has { $bytes } bytes, a keymap at most { $most }. Is this the right file?

keys-title = Keys and command barcodes
keys-intro = A key acts in the nearest context that knows it; the keys under "Everywhere" come last. Every action also has a word, typed with Enter where a line is open, and a command barcode, scanned anywhere. The barcodes use only letters that lie on the same key of US, French and German keyboards. The shipped keymaps are:
keys-action = Action
keys-word = Word
keys-code = Barcode
keys-bare-title = Without a key
keys-bare-intro = These are done from the home menu, from the palette of commands, by their word or by their barcode; the digits by the digit keys.
keys-own-title = Keys of one's own
keys-own-intro =
    A file NAME.toml in the folder keymaps of the data directory is a keymap called NAME, chosen like the shipped ones: by the command Keys (`/keys`, PFBUTTONS), or by pickface keys use NAME, for a worker or for a device. It says only what it changes of a shipped keymap: the one it names as base, else the one it is called as, else the default. Each line replaces the keys of one action in one context; [] unbinds it. A file with a mistake is refused with its line and the way out, and the shipped keymap below it runs; pickface keys check FILE tells before anybody stands at a shelf. Files are read when a terminal connects and when somebody signs in.

    At handhelds and vehicles the device's keymap comes before the worker's, since there the keyboard decides; at benches and desks the worker's comes first.

keymaps-title = Keys
keymaps-whose-title = Keys: { $name }
keymaps-about-own = changes "{ $base }", from keymaps/{ $name }.toml
keymaps-for-me = For me, wherever I sign in
keymaps-for-device = For this device
keymaps-not-mine = None of my own
keymaps-not-device = None for this device
keymaps-in-use = in use
help-keys-screen = Choose the keys you work with: first the keymap, then whether for you or for this device.
    At handhelds and vehicles the device's keys come before your own; at benches and desks yours do.
    A file in the folder keymaps of the data directory adds one of your own: see docs/keys.md.
