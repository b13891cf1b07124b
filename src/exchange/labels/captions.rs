//! The fixed words of labels. They leave the building on paper, so they follow the printer's profile and not
//! the language of whoever pressed the key.

/// Language of the fixed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    #[default]
    English,
    /// Simplified Chinese.
    Chinese,
}

/// The words, one set a language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Captions {
    pub check: &'static str,
    pub lot: &'static str,
    pub expiry: &'static str,
    pub serial: &'static str,
    pub tote: &'static str,
    pub badge: &'static str,
    pub calibration: &'static str,
    pub from: &'static str,
    pub ship_to: &'static str,
    pub order: &'static str,
    pub parcel: &'static str,
    pub weight: &'static str,
    pub tracking: &'static str,
    pub packing_slip: &'static str,
    pub page: &'static str,
    pub total: &'static str,
    pub lines: &'static str,
    pub handling_unit: &'static str,
    pub mixed: &'static str,
    pub count: &'static str,
}

impl Language {
    pub(super) fn captions(self) -> &'static Captions {
        match self {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}

const ENGLISH: Captions = Captions {
    check: "CHECK",
    lot: "LOT",
    expiry: "EXP",
    serial: "SN",
    tote: "TOTE",
    badge: "BADGE",
    calibration: "SCANNER CALIBRATION: scan 1, then 2",
    from: "FROM",
    ship_to: "SHIP TO",
    order: "ORDER",
    parcel: "PARCEL",
    weight: "WEIGHT",
    tracking: "TRACKING",
    packing_slip: "PACKING SLIP",
    page: "PAGE",
    total: "TOTAL",
    lines: "LINES",
    handling_unit: "HANDLING UNIT",
    mixed: "MIXED CONTENTS",
    count: "COUNT",
};

const CHINESE: Captions = Captions {
    check: "校验",
    lot: "批号",
    expiry: "有效期",
    serial: "序列号",
    tote: "周转箱",
    badge: "工牌",
    calibration: "扫描枪校准：先扫 1，再扫 2",
    from: "寄件",
    ship_to: "收件",
    order: "订单",
    parcel: "包裹",
    weight: "重量",
    tracking: "运单号",
    packing_slip: "装箱单",
    page: "页",
    total: "合计",
    lines: "行",
    handling_unit: "物流单元",
    mixed: "混装",
    count: "件数",
};
