//! The warehouse's refusals in the words of a file: which column, what is wrong, what would be right.

use crate::domain::masters;
use crate::domain::orders;
use crate::domain::receiving;
use crate::domain::{Explain, Refusal, Warehouse};
use crate::exchange::rows::{Fault, shown};
use crate::exchange::sentence::{Sentence, say};

/// A refusal as it is reported for a line.
#[derive(Debug)]
pub struct Told {
    /// The column.
    pub field: &'static str,
    /// The kind of fault.
    pub code: Fault,
    /// What was found.
    pub value: String,
    /// What is wrong.
    pub problem: Sentence,
    /// What would be right.
    pub hint: Sentence,
}

/// Whether the warehouse refuses because it has dealt with just this already.
pub fn is_known_already(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::Orders(orders::Refusal::NumberClosed(_))
            | Refusal::Receiving(receiving::Refusal::NumberClosed(_))
    )
}

/// Tells a refusal. Most are met by the checks before and come only when somebody was quicker.
pub fn explain(refusal: &Refusal, w: &Warehouse) -> Told {
    match refusal {
        Refusal::Masters(why) => of_masters(why, w),
        Refusal::Orders(why) => of_orders(why, w),
        Refusal::Receiving(receiving::Refusal::NumberTaken(id)) => {
            let number = w
                .receipt(*id)
                .map(|receipt| receipt.number.clone())
                .unwrap_or_default();
            let problem = say!("receipt {} is known with other lines", number);
            let hint =
                say!("an import never changes a receipt: close it on a screen, or give another number");
            told("receipt", Fault::Conflict, &number, problem, hint)
        }
        Refusal::Broken(what) => told(
            "",
            Fault::Refused,
            "",
            say!("{}", what),
            say!("this is a mistake in the program: report it"),
        ),
        other => refused(other),
    }
}

/// What no row says and only a screen can put right.
fn refused(why: &impl Explain) -> Told {
    let name = why.phrase().key;
    let problem = say!("the warehouse refuses it ({})", name);
    let hint = say!("put it right on a screen, then import the file again");
    told("", Fault::Refused, "", problem, hint)
}

fn told(field: &'static str, code: Fault, value: &str, problem: Sentence, hint: Sentence) -> Told {
    Told {
        field,
        code,
        value: value.to_owned(),
        problem,
        hint,
    }
}

fn item_code(w: &Warehouse, item: crate::domain::ids::ItemId) -> String {
    w.items
        .get(&item)
        .map(|item| item.code.to_string())
        .unwrap_or_default()
}

fn of_masters(why: &masters::Refusal, w: &Warehouse) -> Told {
    use masters::Refusal as R;
    match why {
        R::NoDays | R::BadPrefix(_) | R::FewSerials(..) => refused(why),
        R::NoCode => told(
            "code",
            Fault::Required,
            "",
            say!("the code is empty"),
            say!("fill it in"),
        ),
        R::CodeTooLong(code) => {
            let hint = say!("shorten it to {} characters", masters::MAX_CODE);
            told("code", Fault::TooLong, code, say!("the code is too long"), hint)
        }
        R::CodeTaken(code) => {
            let problem = say!("`{}` stands for something else already", shown(code));
            told("code", Fault::Taken, code, problem, say!("give another code"))
        }
        R::Unknown => {
            let hint = say!("somebody may have removed it meanwhile; import the file again");
            told(
                "",
                Fault::Unknown,
                "",
                say!("item, owner or place is not known"),
                hint,
            )
        }
        R::BadQuantity => told(
            "quantity",
            Fault::OutOfRange,
            "",
            say!("no such quantity"),
            say!("give 1 or more"),
        ),
        R::NeedLot(item) => {
            let problem = say!("{} wants a lot, and perhaps an expiry date", item_code(w, *item));
            told(
                "lot",
                Fault::Required,
                "",
                problem,
                say!("fill in what is printed on the goods"),
            )
        }
        R::Promised(item, qty) => {
            let problem = say!(
                "{} of {} are promised to orders from there",
                qty,
                item_code(w, *item)
            );
            let hint = say!(
                "give {} or more, or take the orders off their pick lists first",
                qty
            );
            told("quantity", Fault::Refused, "", problem, hint)
        }
    }
}

fn of_orders(why: &orders::Refusal, w: &Warehouse) -> Told {
    use orders::Refusal as R;
    match why {
        R::NumberTaken(id) => {
            let number = w.order(*id).map(|order| order.number.clone()).unwrap_or_default();
            let problem = say!("order {} is known with other lines", number);
            let hint = say!("an import never changes an order: change or cancel it on a screen");
            told("order", Fault::Conflict, &number, problem, hint)
        }
        R::BadLine(line) => {
            let problem = say!(
                "its line {} is of no known item or quantity",
                u32::from(*line) + 1
            );
            told("item", Fault::Refused, "", problem, say!("correct the line"))
        }
        other => {
            let problem = say!("the warehouse refuses it ({})", other.phrase().key);
            told(
                "order",
                Fault::Refused,
                "",
                problem,
                say!("look at the order on a screen"),
            )
        }
    }
}
