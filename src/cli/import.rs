//! `pickface import`: a file into the warehouse.

use super::{Failure, Shell, Status};
use crate::exchange::import::{ImportOptions, ImportReport, Input, Kind, import};
use crate::exchange::labels::Language;
use crate::exchange::rows::{Encoding, Format};
use crate::ui::locale::Lang;
use serde::Serialize;
use std::fmt;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What the file holds: owners, carriers, workers, items, places, printers, stock, inbound or orders.
    kind: Kind,
    /// The file, CSV with a header or JSON lines, `.gz` too; `-` for standard input.
    file: PathBuf,
    /// Check every line and import none.
    #[arg(long)]
    dry_run: bool,
    /// Import the good lines although there are bad ones.
    #[arg(long)]
    skip_bad: bool,
    /// The file's encoding: utf8 or gb18030. It is detected otherwise.
    #[arg(long, value_parser = encoding)]
    encoding: Option<Encoding>,
    /// The file's format: csv or jsonl. It is detected otherwise.
    #[arg(long, value_parser = format)]
    format: Option<Format>,
}

fn encoding(word: &str) -> Result<Encoding, String> {
    match word.to_ascii_lowercase().as_str() {
        "utf8" | "utf-8" => Ok(Encoding::Utf8),
        "gb18030" | "gbk" | "gb2312" => Ok(Encoding::Gb18030),
        _ => Err("it is utf8 or gb18030".to_owned()),
    }
}

fn format(word: &str) -> Result<Format, String> {
    match word {
        "csv" => Ok(Format::Csv),
        "jsonl" => Ok(Format::JsonLines),
        _ => Err("it is csv or jsonl".to_owned()),
    }
}

/// Most bytes taken from standard input.
const MOST_BYTES: u64 = crate::exchange::rows::MAX_FILE_BYTES;

#[derive(Serialize)]
struct Answer {
    kind: &'static str,
    #[serde(skip)]
    lang: Lang,
    #[serde(flatten)]
    report: ImportReport,
}

/// Checks the file, and imports it when it is good.
///
/// # Errors
/// When the file cannot be read, or the one who asks may not import it. Bad lines are no error: they are in the
/// answer, with status 2.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let options = ImportOptions {
        dry_run: args.dry_run,
        skip_bad: args.skip_bad,
        encoding: args.encoding.unwrap_or_default(),
        format: args.format.unwrap_or_default(),
    };
    let site = shell.site()?;
    let actor = shell.actor(&site.warehouse())?;
    let mut bytes = Vec::new();
    let file;
    let input = if args.file == Path::new("-") {
        let mut from = shell.input.as_mut().take(MOST_BYTES);
        from.read_to_end(&mut bytes)
            .map_err(|error| Failure::new(format!("standard input cannot be read: {error}")))?;
        Input::Bytes {
            name: "",
            bytes: &bytes,
        }
    } else {
        file = shell.path(&args.file)?;
        Input::File(&file)
    };
    let go_on = &mut |_| ControlFlow::Continue(());
    let language = match shell.language()? {
        Lang::En => Language::English,
        Lang::ZhHans => Language::Chinese,
    };
    let mut report = import(&site, actor, args.kind, input, options, go_on).map_err(Failure::new)?;
    for told in [&mut report.errors, &mut report.warnings] {
        *told = std::mem::take(told)
            .into_iter()
            .map(|error| error.told_in(language))
            .collect();
    }
    let kind = args.kind.word();
    let lang = shell.language()?;
    let answer = Answer { kind, lang, report };
    shell.answer(&answer, &answer)?;
    if answer.report.errors.is_empty() {
        Ok(Status::Done)
    } else {
        Ok(Status::Refused)
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = &self.report;
        let note = match self.lang {
            Lang::En => "note",
            Lang::ZhHans => "提示",
        };
        for error in &report.errors {
            writeln!(f, "{error}")?;
        }
        for warning in &report.warnings {
            writeln!(f, "{note}: {warning}")?;
        }
        let nothing = !report.errors.is_empty() && report.imported == 0;
        let (read, kind) = (report.read, self.kind);
        let (imported, unchanged) = (report.imported, report.unchanged);
        let errors = report.errors.len();
        match self.lang {
            Lang::En => {
                let done = if report.dry_run {
                    "would be imported"
                } else {
                    "imported"
                };
                write!(
                    f,
                    "{read} lines of {kind} read, {imported} {done}, {unchanged} unchanged, {errors} errors"
                )?;
                if nothing {
                    f.write_str("\nnothing was imported; --skip-bad imports the good lines")?;
                }
            }
            Lang::ZhHans => {
                let done = if report.dry_run { "将导入" } else { "已导入" };
                write!(
                    f,
                    "读取 {kind} {read} 行，{done} {imported} 行，{unchanged} 行未变，{errors} 处错误"
                )?;
                if nothing {
                    f.write_str("\n没有导入任何内容；--skip-bad 可导入正确的行")?;
                }
            }
        }
        Ok(())
    }
}
