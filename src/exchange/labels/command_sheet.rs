//! The printable sheet of command barcodes, so that everything can be done by scans alone.

use super::page::{Align, Bars, Frame};
use super::{Label, LabelError, Language, Media, Page, require};

/// One command: the code a scan of it sends, and what it does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandCode {
    pub code: String,
    pub doc: String,
}

/// A sheet of them, several a label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandSheet {
    pub title: String,
    pub commands: Vec<CommandCode>,
}

/// Several sheets, one after the other: a role's parts.
impl Label for Vec<CommandSheet> {
    fn pages(&self, media: Media, language: Language) -> Result<Vec<Page>, LabelError> {
        let pages = self.iter().map(|sheet| sheet.pages(media, language));
        Ok(pages
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect())
    }
}

/// Height of a command's row; the gap between rows keeps a gun from reading the neighbour.
const ROW: u32 = 210;
const HEAD: u32 = 70;

impl Label for CommandSheet {
    fn pages(&self, media: Media, language: Language) -> Result<Vec<Page>, LabelError> {
        require(media, 60, 40)?;
        let all = Frame::inside(media, 20);
        let rows = usize::try_from((all.height.saturating_sub(HEAD)) / ROW)
            .unwrap_or(1)
            .max(1);
        let count = self.commands.chunks(rows).len();
        let mut pages = Vec::new();
        for (n, commands) in self.commands.chunks(rows).enumerate() {
            let mut page = Page::new(media);
            let (head, mut rest) = all.cut_top(HEAD);
            let (title, number) = head.cut_left(head.width * 3 / 4);
            page.name(title, 45, 1, &self.title);
            let text = format!("{} {}/{count}", language.captions().page, n + 1);
            page.code(number, 35, Align::Right, &text);
            for command in commands {
                let (row, below) = rest.cut_top(ROW);
                rest = below;
                page.rule(row);
                let (words, bars) = row.inset(15).cut_left(row.width * 38 / 100);
                let bars = Frame {
                    y: bars.y + 15,
                    height: bars.height.saturating_sub(30),
                    ..bars
                };
                let (doc, code) = words.cut_top(words.part(70));
                page.name(doc, 40, 3, &command.doc);
                page.code(code, 30, Align::Left, &command.code);
                page.bars(bars, 0, Bars::Plain(command.code.clone()));
            }
            pages.push(page);
        }
        Ok(pages)
    }
}
