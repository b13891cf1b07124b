//! Facts: what happened, in the past tense, with its outcome. `evolve` applies them and decides nothing.
//!
//! Every event has a number in the table below, written to the journal before its payload. A released number's
//! meaning is frozen: a changed meaning is a new number, and the old one keeps its own `evolve`.

use super::{Warehouse, phrase::Phrase};
use serde::{Deserialize, Serialize};
use std::ops::BitOr;

/// What a screen can wait for: a set of subjects that a group of events touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Topics(pub u32);

impl Topics {
    pub const NONE: Topics = Topics(0);
    pub const STOCK: Topics = Topics(1);
    pub const ORDERS: Topics = Topics(1 << 1);
    pub const TASKS: Topics = Topics(1 << 2);
    pub const PARCELS: Topics = Topics(1 << 3);
    pub const LOADS: Topics = Topics(1 << 4);
    pub const RECEIPTS: Topics = Topics(1 << 5);
    pub const COUNTS: Topics = Topics(1 << 6);
    pub const PEOPLE: Topics = Topics(1 << 7);
    pub const OUTBOX: Topics = Topics(1 << 8);
    pub const MASTER: Topics = Topics(1 << 9);
    pub const JOBS: Topics = Topics(1 << 10);
    pub const ALL: Topics = Topics(u32::MAX);

    /// True when the two share a subject.
    pub fn touch(self, other: Topics) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Topics {
    type Output = Topics;
    fn bitor(self, other: Topics) -> Topics {
        Topics(self.0 | other.0)
    }
}

/// One kind of event: how it changes the warehouse, and how it is told.
pub trait Fact {
    /// The subjects it touches.
    const TOPICS: Topics;

    /// Applies it. Holds no rule, looks nothing up that the event could carry, and cannot fail.
    fn evolve(&self, w: &mut Warehouse);

    /// How the journal and the answer band tell it; none where another event of the same command tells it better.
    fn phrase(&self) -> Option<Phrase> {
        None
    }
}

macro_rules! events {
    ($($tag:literal $name:ident($($path:tt)+);)*) => {
        /// Something that happened.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Event {
            $($name($($path)+),)*
        }

        impl Event {
            /// Its number in the journal.
            pub fn tag(&self) -> u16 {
                match self { $(Event::$name(_) => $tag,)* }
            }

            /// Its name, as logs and exports show it.
            pub fn name(&self) -> &'static str {
                match self { $(Event::$name(_) => stringify!($name),)* }
            }

            /// The subjects it touches.
            pub fn topics(&self) -> Topics {
                match self { $(Event::$name(_) => <$($path)+ as Fact>::TOPICS,)* }
            }

            /// How the journal and the answer band tell it.
            pub fn phrase(&self) -> Option<Phrase> {
                match self { $(Event::$name(fact) => fact.phrase(),)* }
            }

            /// Writes its payload with a codec. The journal's record is [`Event::tag`] and these bytes.
            ///
            /// # Errors
            /// What the codec says.
            pub fn encode<C: PayloadCodec>(&self, codec: &C) -> Result<Vec<u8>, C::Error> {
                match self { $(Event::$name(fact) => codec.encode(fact),)* }
            }

            /// Reads the payload of the event with this number; none for a number that no release has used.
            ///
            /// # Errors
            /// What the codec says of bytes that are not such a payload.
            pub fn decode<C: PayloadCodec>(tag: u16, bytes: &[u8], codec: &C) -> Result<Option<Event>, C::Error> {
                match tag {
                    $($tag => codec.decode::<$($path)+>(bytes).map(|fact| Some(Event::$name(fact))),)*
                    _ => Ok(None),
                }
            }

            pub(super) fn apply(&self, w: &mut Warehouse) {
                match self { $(Event::$name(fact) => fact.evolve(w),)* }
            }
        }

        $(impl From<$($path)+> for Event {
            fn from(fact: $($path)+) -> Event { Event::$name(fact) }
        })*
    };
}

/// How a payload becomes bytes: the store brings its own, so that the core knows no format.
pub trait PayloadCodec {
    /// What can go wrong.
    type Error;
    /// A payload's bytes.
    ///
    /// # Errors
    /// When the payload cannot be written in this format.
    fn encode<T: Serialize>(&self, payload: &T) -> Result<Vec<u8>, Self::Error>;
    /// A payload from exactly its bytes.
    ///
    /// # Errors
    /// When the bytes are not such a payload.
    fn decode<T: serde::de::DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, Self::Error>;
}

// The numbers come in blocks of a hundred a workflow. Never reuse one.
events! {
    1 StockMoved(super::stock::StockMoved);

    100 SettingsChanged(super::settings::SettingsChanged);
    101 OwnerSaved(super::masters::OwnerSaved);
    102 ItemSavedV1(super::items::ItemSavedV1);
    103 LotSaved(super::items::LotSaved);
    104 PlaceSaved(super::places::PlaceSaved);
    105 LpnSaved(super::places::LpnSaved);
    106 LpnMoved(super::places::LpnMoved);
    107 CarrierSaved(super::masters::CarrierSaved);
    108 CartonSaved(super::masters::CartonSaved);
    109 LpnBound(super::places::LpnBound);
    110 ZeroCheckSet(super::settings::ZeroCheckSet);
    111 NumbersKeptSet(super::numbers::NumbersKeptSet);
    112 ItemSaved(super::items::ItemSaved);
    120 PassageSet(super::floor::PassageSet);
    121 FloorDrawn(super::floor::FloorDrawn);
    122 TurnsSet(super::floor::TurnsSet);

    200 WorkerSaved(super::people::WorkerSaved);
    201 PinSet(super::people::PinSet);
    202 WorkerActivated(super::people::WorkerActivated);
    203 SignedIn(super::people::SignedIn);
    204 SignedOut(super::people::SignedOut);
    205 SignInFailed(super::people::SignInFailed);
    206 DeviceSaved(super::devices::DeviceSaved);
    220 KeyAdded(super::access::KeyAdded);
    221 KeyRemoved(super::access::KeyRemoved);
    222 PasswordSet(super::access::PasswordSet);
    223 AccessRulesSet(super::access::AccessRulesSet);
    224 LoggedIn(super::access::LoggedIn);
    225 LogInFailed(super::access::LogInFailed);
    226 RightDenied(super::access::RightDenied);
    227 SessionEnded(super::access::SessionEnded);
    207 KeymapChosen(super::keymaps::KeymapChosen);

    300 OrderSaved(super::orders::OrderSaved);
    301 OrderStaged(super::orders::OrderStaged);
    302 OrderShorted(super::orders::OrderShorted);
    303 OrderLineChanged(super::orders::OrderLineChanged);
    304 OrderCancelled(super::orders::OrderCancelled);
    305 OrderClosed(super::orders::OrderClosed);
    306 Reserved(super::allocation::Reserved);
    307 ReservationCut(super::allocation::ReservationCut);
    308 ConsigneeErased(super::orders::ConsigneeErased);
    309 OrderHeld(super::orders::OrderHeld);
    310 OrderLetGo(super::orders::OrderLetGo);
    311 OrderPrioritized(super::orders::OrderPrioritized);

    400 TaskMade(super::picking::TaskMade);
    401 TaskClaimed(super::picking::TaskClaimed);
    402 PickStepped(super::picking::PickStepped);
    403 Picked(super::picking::Picked);
    404 LineSkipped(super::picking::LineSkipped);
    405 LineClosed(super::picking::LineClosed);
    406 LineAdded(super::picking::LineAdded);
    407 ToteBound(super::picking::ToteBound);
    408 ToteFilled(super::picking::ToteFilled);
    409 TaskParked(super::picking::TaskParked);
    410 TaskClosed(super::picking::TaskClosed);
    411 Unpicked(super::picking::Unpicked);
    412 ToteSetAside(super::picking::ToteSetAside);

    450 WalkPlanned(super::walks::WalkPlanned);

    500 ParcelOpened(super::packing::ParcelOpened);
    501 ParcelHanded(super::packing::ParcelHanded);
    502 PackStepped(super::packing::PackStepped);
    503 Packed(super::packing::Packed);
    504 Unpacked(super::packing::Unpacked);
    505 ParcelClosed(super::packing::ParcelClosed);
    506 ParcelReopened(super::packing::ParcelReopened);
    507 ParcelVoided(super::packing::ParcelVoided);
    508 WeightLearned(super::packing::WeightLearned);

    550 OutboxMade(super::outbox::OutboxMade);
    551 OutboxChanged(super::outbox::OutboxChanged);
    552 LabelReprinted(super::outbox::LabelReprinted);
    553 PrinterSet(super::outbox::PrinterSet);

    600 LoadOpened(super::shipping::LoadOpened);
    601 ParcelLoaded(super::shipping::ParcelLoaded);
    602 ParcelUnloaded(super::shipping::ParcelUnloaded);
    603 LoadVoided(super::shipping::LoadVoided);
    604 LoadClosing(super::shipping::LoadClosing);
    605 ParcelShipped(super::shipping::ParcelShipped);
    606 LoadClosed(super::shipping::LoadClosed);
    700 ReceiptSaved(super::receiving::ReceiptSaved);
    701 ReceivingStepped(super::receiving::ReceivingStepped);
    702 GoodsReceived(super::receiving::GoodsReceived);
    703 ReceiveUndone(super::receiving::ReceiveUndone);
    704 ReceiptClosed(super::receiving::ReceiptClosed);

    750 PutawayStepped(super::putaway::PutawayStepped);
    751 PutAway(super::putaway::PutAway);
    752 PutAwayUndone(super::putaway::PutAwayUndone);
    753 PickGivenBack(super::putaway::PickGivenBack);

    900 MovingStepped(super::moving::MovingStepped);
    901 GoodsMoved(super::moving::GoodsMoved);
    902 GoodsMovedBack(super::moving::GoodsMovedBack);
    903 LpnSetDown(super::moving::LpnSetDown);
    920 ApprovalAsked(super::adjusting::ApprovalAsked);
    921 ApprovalRejected(super::adjusting::ApprovalRejected);
    922 StockCorrected(super::adjusting::StockCorrected);
    923 CorrectionUndone(super::adjusting::CorrectionUndone);
    924 PlaceBlocked(super::adjusting::PlaceBlocked);
    800 CountMade(super::counting::CountMade);
    801 CountUrged(super::counting::CountUrged);
    802 CountClaimed(super::counting::CountClaimed);
    803 CountReopened(super::counting::CountReopened);
    804 CountBegun(super::counting::CountBegun);
    805 CountStepped(super::counting::CountStepped);
    806 LineCounted(super::counting::LineCounted);
    807 LineUncounted(super::counting::LineUncounted);
    808 CountFinished(super::counting::CountFinished);
    809 CountClosed(super::counting::CountClosed);
    810 ZeroChecked(super::counting::ZeroChecked);
    811 PhantomFound(super::counting::PhantomFound);
    840 PopularitySet(super::popularity::PopularitySet);
    860 RelocationsOrdered(super::relocating::RelocationsOrdered);
    861 RelocationClaimed(super::relocating::RelocationClaimed);
    862 RelocationFollowed(super::relocating::RelocationFollowed);
    863 RelocationClosed(super::relocating::RelocationClosed);
    864 RelocationReopened(super::relocating::RelocationReopened);
    413 LineResumed(super::picking::LineResumed);
    414 ToteFreed(super::picking::ToteFreed);
    415 TaskPrioritized(super::picking::TaskPrioritized);
    416 OrderTakenOff(super::picking::OrderTakenOff);
    417 ZeroAsked(super::picking::ZeroAsked);
    418 ZeroAnswered(super::picking::ZeroAnswered);
    419 OrderPutOn(super::picking::OrderPutOn);

    950 Undone(super::undo::Undone);
    951 UndoneForgotten(super::undo::UndoneForgotten);

    960 LessonProposed(super::aliases::LessonProposed);
    961 LessonLearned(super::aliases::LessonLearned);
    962 LessonRejected(super::aliases::LessonRejected);
    963 LessonForgotten(super::aliases::LessonForgotten);

    980 JobStarted(super::jobs::JobStarted);
    981 JobProgressed(super::jobs::JobProgressed);
    982 JobEnded(super::jobs::JobEnded);
    983 ClientsForgotten(super::jobs::ClientsForgotten);
    984 NumbersTurned(super::numbers::NumbersTurned);
}
