use super::Say;
use super::context::{Context, WORK};

/// Command barcodes use these letters alone. They lie on the same key of US, French (AZERTY) and German
/// (QWERTZ) keyboards; A Q W Z M and Y do not, and digits need Shift in France, so a scanner set to
/// another country's layout still types every code right. Capitals, because Caps Lock then only turns
/// them into small letters, which [`Action::by_code`] also takes.
pub const CODE_LETTERS: &str = "BCDEFGHIJKLNOPRSTUVX";

use Context as C;

const EVERYWHERE: &[C] = &[C::Global];
const TEXT: &[C] = &[C::Prompt, C::Filter, C::Palette];
const CURSOR: &[C] = &[
    C::Menu,
    C::List,
    C::Filter,
    C::Palette,
    C::Help,
    C::Why,
    C::UndoList,
    C::Slotting,
    C::Scanner,
];

/// One line an action: variant, id, command barcode, contexts it may be bound in.
/// `EVERYWHERE` may be bound in any context: the global table, or nearer.
macro_rules! actions {
    ($($variant:ident $id:literal $code:literal $contexts:expr;)*) => {
        /// Everything a key, a command barcode, a word or the palette can ask of the screens. Stable ids;
        /// whether one can be done now is for the screen to say.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($variant,)* }

        impl Action {
            /// The whole table, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in keymap files, `group.word`. Never changes once released.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// What its command barcode says.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The contexts that offer it.
            #[must_use]
            pub fn contexts(self) -> &'static [Context] {
                match self { $(Self::$variant => $contexts,)* }
            }
        }
    };
}

actions! {
    Confirm "app.confirm" "PFOK" EVERYWHERE;
    Back "app.back" "PFBCK" EVERYWHERE;
    Home "app.home" "PFTOP" EVERYWHERE;
    Help "app.help" "PFHELP" EVERYWHERE;
    Palette "app.palette" "PFCHOOSE" EVERYWHERE;
    Undo "app.undo" "PFUNDO" EVERYWHERE;
    UndoList "app.undo-list" "PFUNDOLIST" EVERYWHERE;
    Why "app.why" "PFTELL" EVERYWHERE;
    Find "app.find" "PFFIND" EVERYWHERE;
    Refresh "app.refresh" "PFREFRESH" EVERYWHERE;
    Redraw "app.redraw" "PFSCREEN" EVERYWHERE;
    Language "app.language" "PFLINGO" EVERYWHERE;
    Theme "app.theme" "PFCOLOR" EVERYWHERE;
    Bell "app.bell" "PFBELL" EVERYWHERE;
    Copy "app.copy" "PFCLIP" EVERYWHERE;
    Keys "app.keys" "PFBUTTONS" EVERYWHERE;
    Scanner "app.scanner" "PFGUN" EVERYWHERE;
    SignOff "app.sign-off" "PFSIGNOFF" EVERYWHERE;
    Quit "app.quit" "PFEXIT" EVERYWHERE;

    OpenPicking "open.picking" "PFTOPICK" EVERYWHERE;
    OpenPacking "open.packing" "PFTOBENCH" EVERYWHERE;
    OpenLoading "open.loading" "PFTODOCK" EVERYWHERE;
    OpenReceiving "open.receiving" "PFTORECV" EVERYWHERE;
    OpenPutaway "open.putaway" "PFTOPUT" EVERYWHERE;
    OpenMoving "open.moving" "PFTOSHIFT" EVERYWHERE;
    OpenCounting "open.counting" "PFTOCOUNT" EVERYWHERE;
    OpenOrders "open.orders" "PFTOORDERS" EVERYWHERE;
    OpenQueues "open.queues" "PFTOLINE" EVERYWHERE;
    OpenReviews "open.reviews" "PFTODIFFS" EVERYWHERE;
    OpenSlotting "open.slotting" "PFTOSLOTS" EVERYWHERE;
    OpenStock "open.stock" "PFTOSTOCK" EVERYWHERE;
    OpenWorkers "open.workers" "PFTOPEOPLE" EVERYWHERE;
    OpenPrinting "open.printing" "PFTOPRINT" EVERYWHERE;
    OpenJournal "open.journal" "PFTOLOG" EVERYWHERE;
    OpenSessions "open.sessions" "PFTOLOGINS" EVERYWHERE;

    EditLeft "edit.left" "PFINLEFT" TEXT;
    EditRight "edit.right" "PFINRIGHT" TEXT;
    EditStart "edit.start" "PFINFIRST" TEXT;
    EditEnd "edit.end" "PFINEND" TEXT;
    EditErase "edit.erase" "PFINBCK" TEXT;
    EditDelete "edit.delete" "PFINDEL" TEXT;
    EditEraseWord "edit.erase-word" "PFINTERL" TEXT;
    EditKill "edit.kill" "PFINCUT" TEXT;
    EditClear "edit.clear" "PFINCLR" TEXT;

    // A sheet of digits stands in for the digit keys: quantities, numbers of a list, entries of a menu.
    Digit0 "digit.0" "PFNULL" EVERYWHERE;
    Digit1 "digit.1" "PFONE" EVERYWHERE;
    Digit2 "digit.2" "PFDUO" EVERYWHERE;
    Digit3 "digit.3" "PFTHREE" EVERYWHERE;
    Digit4 "digit.4" "PFFOUR" EVERYWHERE;
    Digit5 "digit.5" "PFFIVE" EVERYWHERE;
    Digit6 "digit.6" "PFSIX" EVERYWHERE;
    Digit7 "digit.7" "PFSEVEN" EVERYWHERE;
    Digit8 "digit.8" "PFEIGHT" EVERYWHERE;
    Digit9 "digit.9" "PFNINE" EVERYWHERE;

    Up "go.up" "PFUP" CURSOR;
    Down "go.down" "PFDN" CURSOR;
    Left "go.left" "PFLEFT" CURSOR;
    Right "go.right" "PFRIGHT" CURSOR;
    PageUp "go.page-up" "PFPGUP" CURSOR;
    PageDown "go.page-down" "PFPGDN" CURSOR;
    First "go.first" "PFFIRST" CURSOR;
    Last "go.last" "PFLTST" CURSOR;

    Filter "list.filter" "PFFILTER" &[C::List];
    Select "list.select" "PFSELECT" &[C::List];
    SelectAll "list.select-all" "PFSELTOT" &[C::List];
    SelectNone "list.select-none" "PFSELNONE" &[C::List];
    Sort "list.sort" "PFSORT" &[C::List];

    SignInOther "sign-in.other" "PFUSER" &[C::SignIn];

    Quantity "work.quantity" "PFUNITS" WORK;
    Packaging "work.packaging" "PFBOX" WORK;
    LotDate "work.lot" "PFLOT" WORK;
    Skip "work.skip" "PFSKIP" WORK;
    Empty "work.empty" "PFNONE" WORK;
    Damaged "work.damaged" "PFBROKEN" WORK;
    Label "work.label" "PFPRINT" WORK;
    Reprint "work.reprint" "PFREPRINT" WORK;
    Rest "work.rest" "PFREST" WORK;
    Next "work.next" "PFNEXT" WORK;
    Park "work.park" "PFSHELVE" WORK;
    HandOver "work.hand-over" "PFGIVE" WORK;
    TakeOver "work.take-over" "PFFETCH" WORK;

    PickShort "pick.short" "PFSHORT" &[C::Picking];
    PickFull "pick.full" "PFFULL" &[C::Picking];
    PickTote "pick.tote" "PFTOTE" &[C::Picking];
    PickSwapLot "pick.swap-lot" "PFSUBLOT" &[C::Picking];
    PickLeftOver "pick.left-over" "PFLEFTOVER" &[C::Picking];
    PickDeposit "pick.deposit" "PFDEPOSIT" &[C::Picking];

    PackShort "pack.short" "PFLESS" &[C::Packing];
    PackCarton "pack.carton" "PFCRTON" &[C::Packing];
    PackWeigh "pack.weigh" "PFGROSS" &[C::Packing];
    PackCustom "pack.custom" "PFGIFT" &[C::Packing];
    PackClose "pack.close" "PFCLOSE" &[C::Packing];
    PackReopen "pack.reopen" "PFREOPEN" &[C::Packing];
    PackVoid "pack.void" "PFVOID" &[C::Packing];

    LoadNew "load.new" "PFLDOPEN" &[C::Loading];
    LoadClose "load.close" "PFLDCLOSE" &[C::Loading];
    LoadUnload "load.unload" "PFLDOFF" &[C::Loading];
    LoadVoid "load.void" "PFLDVOID" &[C::Loading];

    ReceiveLpn "receive.lpn" "PFNEXTLPN" &[C::Receiving];
    ReceiveRefuse "receive.refuse" "PFREFUSE" &[C::Receiving];
    ReceiveExtra "receive.extra" "PFEXTRE" &[C::Receiving];
    ReceiveClose "receive.close" "PFRCCLOSE" &[C::Receiving];

    PutawayOther "putaway.other" "PFOTHER" &[C::Putaway];
    PutawayFull "putaway.full" "PFSPOTFULL" &[C::Putaway];
    PutawaySplit "putaway.split" "PFSPLIT" &[C::Putaway];

    MoveEntire "moving.entire" "PFENTIRE" &[C::Moving, C::Putaway];
    MoveReason "moving.reason" "PFBECOS" &[C::Moving];

    CountFound "count.found" "PFFOUND" &[C::Counting];
    CountDone "count.done" "PFDONE" &[C::Counting];
    Recount "count.recount" "PFRECOUNT" &[C::Counting, C::Reviews];

    ReviewAccept "review.accept" "PFTRUE" &[C::Reviews];
    ReviewReject "review.reject" "PFREJECT" &[C::Reviews];

    OrderPreview "orders.preview" "PFPREVU" &[C::Orders];
    OrderRelease "orders.release" "PFGO" &[C::Orders];
    OrderHold "orders.hold" "PFORDSTOP" &[C::Orders];
    OrderUnhold "orders.unhold" "PFORDFREE" &[C::Orders];
    OrderReallocate "orders.reallocate" "PFRESERVE" &[C::Orders];
    OrderCancel "orders.cancel" "PFCNCEL" &[C::Orders];
    OrderChange "orders.change" "PFORDLINE" &[C::Orders];
    Priority "queue.priority" "PFURGENT" &[C::Orders, C::Queues];

    QueueAssign "queue.assign" "PFFORUSER" &[C::Queues];
    QueueRelease "queue.release" "PFLETGO" &[C::Queues];

    SlotPlan "slot.plan" "PFSLOTS" &[C::Slotting];
    SlotCompare "slot.compare" "PFDIFF" &[C::Slotting];
    SlotColour "slot.colour" "PFTINT" &[C::Slotting];
    SlotApply "slot.apply" "PFDOIT" &[C::Slotting];
    SlotAisles "slot.aisles" "PFFLOOR" &[C::Slotting];
    AisleClose "aisle.close" "PFSHUT" &[C::Aisles];
    AisleOpen "aisle.open" "PFNOTSHUT" &[C::Aisles];

    StockBlock "stock.block" "PFBLOCK" &[C::Stock, C::Slotting];
    StockUnblock "stock.unblock" "PFUNBLOCK" &[C::Stock, C::Slotting];
    StockHold "stock.hold" "PFHOLD" &[C::Stock, C::Receiving];
    StockRelease "stock.release" "PFUNHOLD" &[C::Stock];
    StockScrap "stock.scrap" "PFBIN" &[C::Stock];
    StockAdjust "stock.adjust" "PFCORRECT" &[C::Stock];
    StockCount "stock.count" "PFCOUNTIT" &[C::Stock];
    StockMoves "stock.moves" "PFHISTOR" &[C::Stock];

    WorkerAdd "worker.add" "PFHIRE" &[C::Workers];
    WorkerPin "worker.pin" "PFPIN" &[C::Workers];
    WorkerRole "worker.role" "PFROLE" &[C::Workers];
    WorkerBadge "worker.badge" "PFIDLBL" &[C::Workers];
    WorkerDisable "worker.disable" "PFOUT" &[C::Workers];
    WorkerSignOut "worker.sign-out" "PFUSEROUT" &[C::Workers];
    WorkerAccess "worker.access" "PFDOOR" &[C::Workers, C::Devices];
    WorkerDevices "worker.devices" "PFDEVICES" &[C::Workers];

    DeviceAdd "device.add" "PFJOIN" &[C::Devices];

    AccessAddKey "access.add-key" "PFLOCKIN" &[C::Access];
    AccessRemoveKey "access.remove-key" "PFLOCKOUT" &[C::Access];
    AccessPassword "access.password" "PFSECRET" &[C::Access];
    AccessNoPassword "access.no-password" "PFNOSECRET" &[C::Access];

    SessionEnd "session.end" "PFCUTOFF" &[C::Sessions];

    PrintAgain "print.again" "PFREDO" &[C::Printing];
    PrintOther "print.other" "PFPRINTER" &[C::Printing];
    PrintDone "print.done" "PFPRINTED" &[C::Printing];
    PrintDrop "print.drop" "PFDROP" &[C::Printing];
    PrintSheet "print.sheet" "PFSHEET" &[C::Printing, C::Workers];

    JournalOf "journal.of" "PFONLOF" &[C::Journal];
    JournalProve "journal.prove" "PFPROVE" &[C::Journal];
    JournalExport "journal.export" "PFEXPORT" &[C::Journal];

    ScannerCalibrate "scanner.calibrate" "PFTUNE" &[C::Scanner];
    ScannerPrint "scanner.print" "PFGUNSHEET" &[C::Scanner];
}

impl Action {
    #[must_use]
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.id() == id)
    }

    /// The action of a scanned or typed command code. Caps Lock turns a scanner's letters over, so case
    /// is not looked at.
    #[must_use]
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.code().eq_ignore_ascii_case(code))
    }

    /// The action of a typed word (`/short` and Enter), the innermost context of `stack` first. The keys that
    /// edit the very line the word is typed in have none.
    #[must_use]
    pub fn by_word(word: &str, stack: &[Context]) -> Option<Self> {
        let word = word.trim_start_matches('/');
        let named = |context: &Context| {
            let mut offered = Self::ALL
                .iter()
                .copied()
                .filter(|action| action.contexts().contains(context));
            offered.find(|action| action.has_word() && action.word().eq_ignore_ascii_case(word))
        };
        stack.iter().rev().find_map(named)
    }

    /// The word that is typed for it: the last part of its id.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.id().rsplit('.').next().unwrap_or_default()
    }

    /// Whether it can be typed as a word: what edits the very line the word would stand in cannot.
    #[must_use]
    pub fn has_word(self) -> bool {
        !matches!(self.group(), "edit" | "digit")
    }

    /// The digit that it types.
    #[must_use]
    pub fn digit(self) -> Option<char> {
        let typed = self.id().strip_prefix("digit.")?;
        typed.chars().next()
    }

    /// The first part of its id: `app`, `work`, `pick`, ...
    #[must_use]
    pub fn group(self) -> &'static str {
        self.id().split('.').next().unwrap_or_default()
    }

    /// Message key of its one-line doc.
    #[must_use]
    pub fn doc_key(self) -> String {
        format!("action-{}", self.id().replace('.', "-"))
    }

    /// Message key of its short name in footers, at most ten columns.
    #[must_use]
    pub fn label_key(self) -> String {
        format!("{}.label", self.doc_key())
    }

    /// Its one-line doc in the language of `say`.
    #[must_use]
    pub fn doc(self, say: Say<'_>) -> String {
        say(&self.doc_key())
    }

    /// Whether it may be bound in `context`.
    #[must_use]
    pub fn offered_in(self, context: Context) -> bool {
        self.contexts()
            .iter()
            .any(|offered| *offered == Context::Global || *offered == context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_and_codes_are_unique_and_found_again() {
        let mut ids = BTreeSet::new();
        let mut codes = BTreeSet::new();
        for action in Action::ALL.iter().copied() {
            assert!(ids.insert(action.id()), "{} twice", action.id());
            assert!(codes.insert(action.code()), "{} twice", action.code());
            assert_eq!(Action::by_id(action.id()), Some(action));
            assert_eq!(Action::by_code(&action.code().to_lowercase()), Some(action));
        }
    }

    #[test]
    fn codes_are_typed_alike_on_every_layout() {
        for action in Action::ALL {
            let code = action.code();
            assert!(code.starts_with("PF") && (4..=10).contains(&code.len()), "{code}");
            assert!(code.chars().all(|letter| CODE_LETTERS.contains(letter)), "{code}");
        }
    }

    #[test]
    fn words_are_unique_in_each_context() {
        for context in Context::ALL {
            let offered = Action::ALL
                .iter()
                .filter(|action| action.contexts().contains(&context));
            let offered = offered.filter(|action| action.has_word());
            let mut words = BTreeSet::new();
            for action in offered {
                assert!(
                    words.insert(action.word()),
                    "/{} twice in {}",
                    action.word(),
                    context.id()
                );
            }
        }
    }

    #[test]
    fn a_word_means_the_innermost_context_first() {
        let picking = [Context::Global, Context::Picking, Context::Prompt];
        let packing = [Context::Global, Context::Packing, Context::Prompt];
        assert_eq!(Action::by_word("/short", &picking), Some(Action::PickShort));
        assert_eq!(Action::by_word("/Short", &packing), Some(Action::PackShort));
        assert_eq!(Action::by_word("/help", &packing), Some(Action::Help));
        assert_eq!(Action::by_word("/deposit", &packing), None);
    }
}
