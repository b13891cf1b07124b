//! `pickface print-sheet`: the command barcodes of a role, on paper.

use super::{Failure, Shell, Status};
use crate::domain::outbox;
use crate::domain::people::Role;
use crate::domain::{Explain, Text, Via};
use crate::exchange::labels::{
    LabelFont, Language, Media, PrinterFont, PrinterProfile, to_pdf, to_text, to_zpl,
};
use crate::exchange::papers::command_sheet;
use crate::exchange::printer::PrinterSetting;
use crate::hub::Rejection;
use crate::ui::locale::{Lang, Texts};
use crate::ui::sheet;
use crate::ui::words::Words;
use serde::Serialize;

/// Arguments of `print-sheet`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whose sheet: picker, packer, receiver, counter, lead or admin.
    #[arg(long, value_parser = role)]
    role: Role,
    /// The language of what each barcode does: en or zh-Hans.
    #[arg(long, default_value = "en", value_parser = super::keys::language)]
    language: Lang,
    /// zpl for a label printer of 100 x 150 mm, pdf for an office printer, or text to read. To standard output.
    #[arg(long, default_value = "zpl")]
    format: Format,
    /// The printer's font beyond Latin, such as E:SIMSUN.TTF; without one, ZPL has the English alone.
    #[arg(long, value_parser = font)]
    font: Option<PrinterFont>,
    /// Put it into the print queue for this printer instead: tcp:HOST, file:FOLDER or a name.
    #[arg(long, value_name = "PRINTER", conflicts_with_all = ["format", "font"])]
    printer: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Zpl,
    Pdf,
    Text,
}

fn role(name: &str) -> Result<Role, String> {
    let role = Role::ALL.into_iter().find(|role| role.name() == name);
    role.ok_or_else(|| {
        let names = Role::ALL.map(Role::name).join(", ");
        format!("no role is called {name:?}; there are {names}")
    })
}

fn font(name: &str) -> Result<PrinterFont, String> {
    PrinterFont::new(name).ok_or_else(|| format!("{name:?} is no printer font; write it as E:SIMSUN.TTF"))
}

impl Args {
    /// Whether it needs no data directory opened.
    #[must_use]
    pub fn stands_alone(&self) -> bool {
        self.printer.is_none()
    }
}

#[derive(Serialize)]
struct Queued {
    role: &'static str,
    printer: String,
    barcodes: usize,
}

/// Prints it.
///
/// # Errors
/// When it cannot be laid out or queued.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let texts = Texts::new(args.language);
    let sheet = sheet::of(args.role, &texts);
    if let Some(printer) = &args.printer {
        return queue(args, sheet, printer, shell, &texts);
    }
    let label = command_sheet(&sheet);
    let language = match args.language {
        Lang::En => Language::English,
        Lang::ZhHans => Language::Chinese,
    };
    let profile = PrinterProfile {
        font: args.font.clone().map(LabelFont::Resident),
        language,
        ..PrinterProfile::new(Media::PARCEL)
    };
    let laid_out = match args.format {
        Format::Zpl => to_zpl(&label, &profile).map(String::into_bytes),
        Format::Pdf => to_pdf(&label, Media::A4, language),
        Format::Text => to_text(&label, &profile).map(String::into_bytes),
    };
    shell.out.write_all(&laid_out.map_err(Failure::new)?)?;
    Ok(Status::Done)
}

/// Puts what is to be printed into the queue of a printer.
///
/// # Errors
/// There is no such printer, or the command is refused.
pub(super) fn enqueue(
    shell: &mut Shell<'_>,
    printer: &str,
    texts: &Texts,
    command: outbox::Command,
) -> Result<(), Failure> {
    let site = shell.site()?;
    PrinterSetting::parse(printer)
        .and_then(|setting| setting.target(site.directory().root()))
        .map_err(Failure::refused)?;
    let w = site.warehouse();
    let actor = shell.actor(&w)?;
    let asked = site.ask(actor, Via::CommandLine, command);
    asked.map(drop).map_err(|why| match why {
        Rejection::Refused(refusal) => Failure::refused(Words::new(&w, texts).phrase(&refusal.phrase())),
        Rejection::Stopped(why) => Failure::new(why),
    })
}

fn queue(
    args: &Args,
    sheet: outbox::CommandSheet,
    printer: &str,
    shell: &mut Shell<'_>,
    texts: &Texts,
) -> Result<Status, Failure> {
    let barcodes = sheet.sections.iter().map(|section| section.commands.len()).sum();
    let command = outbox::Command::PrintSheet {
        sheet,
        place: None,
        printer: Text::from(printer),
    };
    enqueue(shell, printer, texts, command)?;
    let said = format!(
        "{barcodes} command barcodes for the role {} wait for the printer {printer}",
        args.role.name()
    );
    let queued = Queued {
        role: args.role.name(),
        printer: printer.to_owned(),
        barcodes,
    };
    shell.answer(&queued, said)?;
    Ok(Status::Done)
}

#[cfg(test)]
mod tests {
    use super::super::tests::pickface;
    use crate::keymap::Action;

    #[test]
    fn a_pickers_sheet_as_text_and_as_zpl() {
        let (status, text) = pickface(&["print-sheet", "--role", "picker", "--format", "text"]);
        assert_eq!(status, 0);
        let (_, zpl) = pickface(&["print-sheet", "--role", "picker"]);
        for action in [
            Action::PickShort,
            Action::Confirm,
            Action::Digit0,
            Action::OpenPicking,
        ] {
            assert!(text.contains(action.code()), "{} in\n{text}", action.code());
            assert!(zpl.contains(action.code()), "{}", action.code());
        }
        assert!(text.contains("Report fewer than asked") && text.contains("picker: Picking"));
        assert!(!text.contains(Action::OrderRelease.code()));
        assert_eq!(zpl.matches("^XA").count(), zpl.matches("^XZ").count());
    }

    #[test]
    fn in_chinese_the_text_has_both_and_a_printer_without_a_font_the_english() {
        let chinese = ["print-sheet", "--role", "picker", "--language", "zh-Hans"];
        let (_, text) = pickface(&[&chinese[..], &["--format", "text"]].concat());
        assert!(text.contains("报告数量不足 Report fewer"), "{text}");
        let (status, zpl) = pickface(&chinese);
        assert!(status == 0 && zpl.is_ascii());
        let (_, zpl) = pickface(&[&chinese[..], &["--font", "E:SIMSUN.TTF"]].concat());
        assert!(zpl.contains("报告数量不足"));
    }
}
