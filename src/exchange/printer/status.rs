//! The answer to `~HS`, the host status query (Zebra, ZPL II Programming Guide, "~HS Host Status Return").

use std::fmt;

/// What a printer says of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PrinterStatus {
    pub paper_out: bool,
    pub paused: bool,
    pub buffer_full: bool,
    pub head_open: bool,
    /// Only ever set in thermal transfer mode: direct thermal printers have no ribbon.
    pub ribbon_out: bool,
    pub too_cold: bool,
    pub too_hot: bool,
    /// Formats received and not yet printed.
    pub formats_waiting: u32,
    /// Labels left of the batch being printed.
    pub labels_remaining: u32,
}

/// What keeps a printer from printing, the first thing to see to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReady {
    HeadOpen,
    PaperOut,
    RibbonOut,
    Paused,
    BufferFull,
    TooHot,
}

impl fmt::Display for NotReady {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NotReady::HeadOpen => "its head is open",
            NotReady::PaperOut => "it is out of paper",
            NotReady::RibbonOut => "it is out of ribbon",
            NotReady::Paused => "it is paused",
            NotReady::BufferFull => "its memory is full",
            NotReady::TooHot => "it is too hot",
        })
    }
}

impl PrinterStatus {
    /// Parses the three `STX ... ETX CR LF` strings; `None` when they are not (yet) all there.
    pub fn parse(answer: &[u8]) -> Option<PrinterStatus> {
        let mut strings = answer
            .split(|b| *b == STX)
            .skip(1)
            .map(|s| s.split(|b| *b == ETX));
        let mut next = || -> Option<Vec<&str>> {
            let mut parts = strings.next()?;
            let body = parts.next()?;
            parts.next()?; // the ETX was there
            Some(
                std::str::from_utf8(body)
                    .ok()?
                    .split(',')
                    .map(str::trim)
                    .collect(),
            )
        };
        let (first, second, _password) = (next()?, next()?, next()?);
        if first.len() < 12 || second.len() < 11 {
            return None;
        }
        let flag = |fields: &[&str], n: usize| fields.get(n).is_some_and(|field| *field == "1");
        let number = |fields: &[&str], n: usize| fields.get(n).and_then(|f| f.parse().ok()).unwrap_or(0);
        Some(PrinterStatus {
            paper_out: flag(&first, 1),
            paused: flag(&first, 2),
            formats_waiting: number(&first, 4),
            buffer_full: flag(&first, 5),
            too_cold: flag(&first, 10),
            too_hot: flag(&first, 11),
            head_open: flag(&second, 2),
            ribbon_out: flag(&second, 3) && flag(&second, 4),
            labels_remaining: number(&second, 8),
        })
    }

    /// What to see to before a job is worth sending.
    pub fn not_ready(&self) -> Option<NotReady> {
        [
            (self.head_open, NotReady::HeadOpen),
            (self.paper_out, NotReady::PaperOut),
            (self.ribbon_out, NotReady::RibbonOut),
            (self.paused, NotReady::Paused),
            (self.buffer_full, NotReady::BufferFull),
            (self.too_hot, NotReady::TooHot),
        ]
        .into_iter()
        .find_map(|(is_so, reason)| is_so.then_some(reason))
    }
}

const STX: u8 = 0x02;
const ETX: u8 = 0x03;

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers in the shape of the programming guide's field table.
    fn answer(paper: u8, pause: u8, head: u8, ribbon: u8, transfer: u8) -> Vec<u8> {
        format!(
            "\x02030,{paper},{pause},1245,002,0,0,0,000,0,0,0\x03\r\n\
             \x02000,0,{head},{ribbon},{transfer},2,4,0,00000003,1,000\x03\r\n\x021234,0\x03\r\n"
        )
        .into_bytes()
    }

    #[test]
    fn flags_are_read_from_their_fields() {
        let ready = PrinterStatus::parse(&answer(0, 0, 0, 0, 0)).unwrap();
        assert_eq!(ready.not_ready(), None);
        assert_eq!((ready.formats_waiting, ready.labels_remaining), (2, 3));
        let reason = |bytes: &[u8]| PrinterStatus::parse(bytes).unwrap().not_ready();
        assert_eq!(reason(&answer(1, 1, 0, 0, 0)), Some(NotReady::PaperOut));
        assert_eq!(reason(&answer(0, 1, 0, 0, 0)), Some(NotReady::Paused));
        assert_eq!(reason(&answer(1, 0, 1, 0, 0)), Some(NotReady::HeadOpen));
        assert_eq!(reason(&answer(0, 0, 0, 1, 1)), Some(NotReady::RibbonOut));
        assert_eq!(
            reason(&answer(0, 0, 0, 1, 0)),
            None,
            "no ribbon is needed in direct thermal mode"
        );
    }

    #[test]
    fn a_part_of_an_answer_is_no_answer() {
        let whole = answer(1, 0, 0, 0, 0);
        let end = whole.len() - 2; // CR LF after the last ETX say nothing
        for cut in 0..end {
            assert_eq!(PrinterStatus::parse(&whole[..cut]), None, "{cut}");
        }
        assert_eq!(PrinterStatus::parse(b"HTTP/1.1 400 Bad Request\r\n"), None);
        assert_eq!(PrinterStatus::parse(b"\x02\x03\x02\x03\x02\x03"), None);
    }
}
