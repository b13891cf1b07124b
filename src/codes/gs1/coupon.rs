//! North American coupons, AI (8110) and (8112): fields that announce their own length.

use super::linters::{LintError, company_prefix, digits};

/// Checks a coupon of AI (8110): prefix, offer, save value, first purchase, then optional fields in rising order.
pub(super) fn lint_coupon(value: &str) -> Result<(), LintError> {
    digits(value)?;
    let mut fields = Fields(value);
    fields.prefix('6', "company prefix")?;
    fields.take(6, "offer code")?;
    fields.variable('1', '5', 0, "save value")?;
    fields.purchase("first purchase")?;
    if fields.begins('1') {
        fields.one_of("0123", "additional purchase rules")?;
        fields.purchase("second purchase")?;
        fields.optional_prefix("second purchase company prefix")?;
    }
    if fields.begins('2') {
        fields.purchase("third purchase")?;
        fields.optional_prefix("third purchase company prefix")?;
    }
    let expiry = if fields.begins('3') {
        Some(fields.date("expiration date")?)
    } else {
        None
    };
    if fields.begins('4') {
        let start = fields.date("start date")?;
        if expiry.is_some_and(|expiry| start > expiry) {
            return Err(LintError::Coupon("it expires before it starts"));
        }
    }
    if fields.begins('5') {
        fields.variable('0', '9', 6, "serial number")?;
    }
    if fields.begins('6') {
        let retailer = fields.variable('1', '7', 6, "retailer")?;
        company_prefix(retailer, 0)?;
    }
    if fields.begins('9') {
        fields.one_of("01256", "save value code")?;
        fields.one_of("012", "save value applies to item")?;
        fields.take(1, "store coupon flag")?;
        fields.one_of("01", "do-not-multiply flag")?;
    }
    fields.end()
}

/// Checks a positive offer file coupon of AI (8112): format, funder, offer, serial number.
pub(super) fn lint_positive_offer(value: &str) -> Result<(), LintError> {
    digits(value)?;
    let mut fields = Fields(value);
    fields.one_of("01", "format code")?;
    fields.variable('0', '6', 6, "funder")?;
    fields.take(6, "offer code")?;
    fields.variable('0', '9', 6, "serial number")?;
    fields.end()
}

/// The digits not yet read.
struct Fields<'a>(&'a str);

impl<'a> Fields<'a> {
    fn take(&mut self, length: usize, field: &'static str) -> Result<&'a str, LintError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(LintError::Coupon(field))?;
        self.0 = rest;
        Ok(taken)
    }

    fn one_of(&mut self, allowed: &str, field: &'static str) -> Result<char, LintError> {
        let taken = self
            .take(1, field)?
            .chars()
            .next()
            .filter(|c| allowed.contains(*c));
        taken.ok_or(LintError::Coupon(field))
    }

    /// A length indicator and as many digits as it says, `more` added.
    fn variable(
        &mut self,
        least: char,
        greatest: char,
        more: usize,
        field: &'static str,
    ) -> Result<&'a str, LintError> {
        let indicator = self
            .take(1, field)?
            .chars()
            .next()
            .filter(|c| (least..=greatest).contains(c));
        let length = indicator
            .and_then(|c| c.to_digit(10))
            .and_then(|digit| usize::try_from(digit).ok());
        self.take(length.ok_or(LintError::Coupon(field))? + more, field)
    }

    fn prefix(&mut self, greatest: char, field: &'static str) -> Result<(), LintError> {
        let prefix = self.variable('0', greatest, 6, field)?;
        company_prefix(prefix, 0)
    }

    /// A company prefix, or the indicator 9 for none.
    fn optional_prefix(&mut self, field: &'static str) -> Result<(), LintError> {
        if self.begins('9') {
            Ok(())
        } else {
            self.prefix('6', field)
        }
    }

    /// Requirement, its code and the family code.
    fn purchase(&mut self, field: &'static str) -> Result<(), LintError> {
        self.variable('1', '5', 0, field)?;
        self.one_of("012349", field)?;
        self.take(3, field)?;
        Ok(())
    }

    fn date(&mut self, field: &'static str) -> Result<&'a str, LintError> {
        let date = self.take(6, field)?;
        super::date::lint(date, 6, false).map_err(|_| LintError::Coupon(field))?;
        Ok(date)
    }

    /// Whether an optional field of that number comes next; its number is read.
    fn begins(&mut self, field: char) -> bool {
        match self.0.strip_prefix(field) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    fn end(&self) -> Result<(), LintError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(LintError::Coupon("more digits than fields"))
        }
    }
}
