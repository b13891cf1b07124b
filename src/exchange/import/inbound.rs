//! Expected receipts.

use super::check::{Importable, Look, Resolved};
use super::stock::check_lot;
use crate::domain::ids::ReceiptId;
use crate::domain::receiving::{Command, Receipt, ReceiptLine};
use crate::domain::{Qty, Timestamp};
use crate::exchange::rows::ReceiptRow;

impl Importable for ReceiptRow {
    fn lines(&self) -> u64 {
        u64::try_from(self.lines.len()).unwrap_or(u64::MAX)
    }

    fn resolve(&self, look: &mut Look<'_>) -> Option<Resolved> {
        let owner = look.owner(self.owner.as_deref());
        let lines = lines(self, look);
        let (owner, lines) = (owner?, lines?);
        let receipt = Receipt {
            id: ReceiptId(0),
            number: self.receipt.as_str().into(),
            supplier: self.supplier.as_deref().unwrap_or_default().into(),
            owner,
            expected_at: self.expected_at.map_or(look.now, Timestamp),
            dock: None,
            blind: false,
            lines,
        };
        Some(Resolved::Command(Command::Save(Box::new(receipt)).into()))
    }
}

fn lines(row: &ReceiptRow, look: &mut Look<'_>) -> Option<Vec<ReceiptLine>> {
    let before = look.mark();
    let mut lines = Vec::with_capacity(row.lines.len());
    for (index, line) in row.lines.iter().enumerate() {
        let mark = look.mark();
        let item = look.item(&line.item);
        let lot = item.and_then(|item| check_lot(look, item, line.lot.as_deref(), line.expiry, false));
        match (item, lot) {
            (Some(item), Some(lot)) => lines.push(ReceiptLine {
                expiry: lot.as_ref().and_then(|(_, expiry)| *expiry),
                lot: lot.map(|(code, _)| code),
                ..ReceiptLine::new(item, Qty(line.quantity))
            }),
            _ => look.within_since(mark, &row.receipt, index),
        }
    }
    (look.mark() == before).then_some(lines)
}
