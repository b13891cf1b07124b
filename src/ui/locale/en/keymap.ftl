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
context-stock = Stock
context-workers = Workers
context-printing = Print queue
context-journal = Journal
context-help = Help
context-palette = Commands
context-why = Why
context-undo-list = Last steps

keymap-default-runs = { $count ->
    [one] Your keymap has a mistake, so the shipped keys are in use:
   *[other] Your keymap has { $count } mistakes, so the shipped keys are in use:
}
keymap-syntax = { $file }, line { $line }: this is not TOML ({ $reason }). Correct the line; keymaps/default.toml shows the form.
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
keys-intro = A key acts in the nearest context that knows it; the keys under "Everywhere" come last. Your own keymap file changes them action by action.
keys-key = Key
keys-action = Action
keys-word = Word
keys-code = Barcode
keys-contexts = Contexts
keys-codes-title = All actions
keys-codes-intro = Every action can also be typed as a word (and Enter) or scanned as a command barcode. The codes use only letters that lie on the same key of US, French and German keyboards.
