//! `pickface export`: what is in the warehouse into a file.

use super::{Failure, Shell, Status};
use crate::exchange::export::{ExportFormat, ExportKind, export};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to write: a kind that `import` reads, or movements, or manifests.
    kind: ExportKind,
    /// The file, overwritten where it is there; standard output otherwise.
    file: Option<PathBuf>,
    /// csv or jsonl.
    #[arg(long, default_value = "csv")]
    format: ExportFormat,
}

/// Writes the file.
///
/// # Errors
/// When it cannot be written.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let site = shell.site()?;
    let path = args
        .file
        .as_deref()
        .filter(|path| *path != Path::new("-"))
        .map(|path| shell.path(path))
        .transpose()?;
    let Some(path) = path.as_deref() else {
        export(&site, args.kind, args.format, shell.out).map_err(Failure::new)?;
        return Ok(Status::Done);
    };
    let cannot = |error| Failure::new(format!("{} cannot be written: {error}", path.display()));
    let mut file = BufWriter::new(File::create(path).map_err(cannot)?);
    let report = export(&site, args.kind, args.format, &mut file).map_err(Failure::new)?;
    file.flush().map_err(cannot)?;
    let said = match report.left_out {
        0 => format!("{} lines written to {}", report.written, path.display()),
        some => format!(
            "{} lines written to {}; {some} records that such a file cannot tell are left out",
            report.written,
            path.display()
        ),
    };
    shell.answer(&report, said)?;
    Ok(Status::Done)
}
