//! `import orders`: one line an order line, grouped to orders.

use super::{
    cells::{Cells, Column},
    document::DocumentLine,
    reader::Row,
    writer::{cell, moment_cell, yes_no},
};

/// An order as the warehouse gets it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrderRow {
    pub order: String,
    pub owner: Option<String>,
    /// Where it was sold: marketplace, live, shop, b2b or whatever the building calls it.
    pub channel: Option<String>,
    /// 1 is the most urgent, 9 the least.
    pub priority: Option<u8>,
    pub carrier: Option<String>,
    /// UTC milliseconds, as the two times after it.
    pub placed_at: Option<i64>,
    pub promise_at: Option<i64>,
    pub cutoff_at: Option<i64>,
    /// Whether it may leave in parts; `None` is the building's rule.
    pub split_allowed: Option<bool>,
    pub consignee_name: Option<String>,
    pub consignee_phone: Option<String>,
    pub consignee_address: Option<String>,
    pub country: Option<String>,
    pub lines: Vec<OrderLine>,
}

/// What is ordered; one item may stand on several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    pub item: String,
    pub quantity: i64,
    pub note: Option<String>,
}

/// One line of the file: the order's head and one order line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLineRow {
    /// The head, without lines.
    pub head: OrderRow,
    pub line: OrderLine,
}

impl Row for OrderLineRow {
    const KIND: &'static str = "orders";
    const COLUMNS: &'static [Column] = &[
        Column::required("order", "the order's number"),
        Column::optional("owner", "the owner's code; empty for the only owner"),
        Column::optional("channel", "marketplace, live, shop, b2b, ..."),
        Column::optional("priority", "1 (most urgent) to 9"),
        Column::optional("carrier", "the carrier's code"),
        Column::optional(
            "placed_at",
            "when it was placed, as 2026-11-22T08:26:00Z or local 2026-11-22 08:26",
        ),
        Column::optional("promise_at", "when it must be handed over"),
        Column::optional("cutoff_at", "when its carrier leaves"),
        Column::optional("split_allowed", "yes or no"),
        Column::optional("consignee_name", "at most 120 characters"),
        Column::optional("consignee_phone", "at most 40 characters"),
        Column::optional(
            "consignee_address",
            "at most 500 characters, may have several lines",
        ),
        Column::optional("country", "name or ISO code"),
        Column::required("item", "the item's code"),
        Column::required("quantity", "whole base units, 1 or more"),
        Column::optional("note", "for the picker or packer, at most 500 characters"),
    ];

    fn parse(cells: &mut Cells<'_>) -> Self {
        let filled = |text: String| Some(text).filter(|text| !text.is_empty());
        let head = OrderRow {
            order: cells.code("order"),
            owner: cells.optional_code("owner"),
            channel: cells
                .optional_code("channel")
                .map(|channel| channel.to_lowercase()),
            priority: cells
                .number("priority", 1, 9)
                .and_then(|number| u8::try_from(number).ok()),
            carrier: cells.optional_code("carrier"),
            placed_at: cells.moment("placed_at"),
            promise_at: cells.moment("promise_at"),
            cutoff_at: cells.moment("cutoff_at"),
            split_allowed: cells.yes_no("split_allowed"),
            consignee_name: filled(cells.text("consignee_name", 120)),
            consignee_phone: filled(cells.text("consignee_phone", 40)),
            consignee_address: filled(cells.long_text("consignee_address", 500)),
            country: filled(cells.text("country", 60)),
            lines: Vec::new(),
        };
        let line = OrderLine {
            item: cells.code("item"),
            quantity: cells.quantity("quantity"),
            note: filled(cells.long_text("note", 500)),
        };
        Self { head, line }
    }

    fn cells(&self) -> Vec<String> {
        let head = &self.head;
        vec![
            head.order.clone(),
            cell(&head.owner),
            cell(&head.channel),
            cell(&head.priority),
            cell(&head.carrier),
            moment_cell(head.placed_at),
            moment_cell(head.promise_at),
            moment_cell(head.cutoff_at),
            head.split_allowed.map(yes_no).unwrap_or_default(),
            cell(&head.consignee_name),
            cell(&head.consignee_phone),
            cell(&head.consignee_address),
            cell(&head.country),
            self.line.item.clone(),
            self.line.quantity.to_string(),
            cell(&self.line.note),
        ]
    }

    /// An order may name one item on two lines, so nothing here is unique.
    fn unique_keys(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl DocumentLine for OrderLineRow {
    type Document = OrderRow;

    fn number(&self) -> &str {
        &self.head.order
    }

    fn head(&self) -> Vec<(&'static str, String)> {
        let head = &self.head;
        vec![
            ("owner", cell(&head.owner)),
            ("channel", cell(&head.channel)),
            (
                "priority",
                head.priority
                    .map(|priority| priority.to_string())
                    .unwrap_or_default(),
            ),
            ("carrier", cell(&head.carrier)),
            ("placed_at", moment_cell(head.placed_at)),
            ("promise_at", moment_cell(head.promise_at)),
            ("cutoff_at", moment_cell(head.cutoff_at)),
            (
                "split_allowed",
                head.split_allowed.map(yes_no).unwrap_or_default(),
            ),
            ("consignee_name", cell(&head.consignee_name)),
            ("consignee_phone", cell(&head.consignee_phone)),
            ("consignee_address", cell(&head.consignee_address)),
            ("country", cell(&head.country)),
        ]
    }

    fn open(self) -> OrderRow {
        let mut order = self.head;
        order.lines.push(self.line);
        order
    }

    fn split(order: &OrderRow) -> Vec<Self> {
        let head = OrderRow {
            lines: Vec::new(),
            ..order.clone()
        };
        order
            .lines
            .iter()
            .map(|line| Self {
                head: head.clone(),
                line: line.clone(),
            })
            .collect()
    }

    fn join(self, order: &mut OrderRow) {
        let head = self.head;
        let fill = |kept: &mut Option<String>, new| *kept = kept.take().or(new);
        fill(&mut order.owner, head.owner);
        fill(&mut order.channel, head.channel);
        fill(&mut order.carrier, head.carrier);
        fill(&mut order.consignee_name, head.consignee_name);
        fill(&mut order.consignee_phone, head.consignee_phone);
        fill(&mut order.consignee_address, head.consignee_address);
        fill(&mut order.country, head.country);
        order.priority = order.priority.or(head.priority);
        order.placed_at = order.placed_at.or(head.placed_at);
        order.promise_at = order.promise_at.or(head.promise_at);
        order.cutoff_at = order.cutoff_at.or(head.cutoff_at);
        order.split_allowed = order.split_allowed.or(head.split_allowed);
        order.lines.push(self.line);
    }
}
