//! The program itself, run as people run it, and a directory full of its work.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The program with arguments, not started yet.
pub fn pickface(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pickface"));
    command.arg("--data").arg(data).args(arguments);
    command
}

/// Runs it to its end.
pub fn run(data: &Path, arguments: &[&str]) -> Output {
    pickface(data, arguments).output().unwrap()
}

/// Runs it; it must succeed and print one JSON object.
#[track_caller]
pub fn json(data: &Path, arguments: &[&str]) -> Value {
    let output = run(data, &[&["--json"], arguments].concat());
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What `verify` says of a directory and a file of acknowledged commands: the proof, or why it could not be opened.
pub fn verify(data: &Path, acks: &Path) -> Result<Value, String> {
    let output = run(data, &["--json", "verify", "--acks", acks.to_str().unwrap()]);
    match serde_json::from_slice::<Value>(&output.stdout) {
        Ok(proof) => {
            assert_eq!(
                output.status.success(),
                proof["ok"] == Value::Bool(true),
                "{proof}"
            );
            Ok(proof)
        }
        Err(_) => {
            assert!(!output.status.success());
            Err(String::from_utf8(output.stderr).unwrap())
        }
    }
}

/// A finished directory with its acknowledged commands.
pub struct Finished {
    pub data: PathBuf,
    pub acks: PathBuf,
    pub digest: String,
    _folder: tempfile::TempDir,
}

/// A directory that virtual workers worked in, with a snapshot somewhere in the middle of its journal. It is made once.
pub fn finished() -> &'static Finished {
    static MADE: OnceLock<Finished> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let (data, acks) = (folder.path().join("data"), folder.path().join("acks"));
        let work = [
            "simulate",
            "--workers",
            "8",
            "--seconds",
            "1",
            "--acks",
            acks.to_str().unwrap(),
        ];
        json(&data, &work);
        json(&data, &["snapshot"]);
        json(&data, &work);
        let proof = verify(&data, &acks).unwrap();
        assert_eq!(proof["ok"], true, "{proof}");
        assert!(proof["acks"].as_u64().unwrap() > 50, "{proof}");
        let digest = proof["digest"].as_str().unwrap().to_owned();
        Finished {
            data,
            acks,
            digest,
            _folder: folder,
        }
    })
}

impl Finished {
    /// A copy to be damaged.
    pub fn copy(&self) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(&self.data, folder.path());
        folder
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The files of a folder, in order.
pub fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

/// Flips one bit of a file.
pub fn flip(path: &Path, at: u64, bit: u8) {
    let mut bytes = fs::read(path).unwrap();
    bytes[usize::try_from(at).unwrap()] ^= 1 << bit;
    fs::write(path, bytes).unwrap();
}

/// Places spread over a length, the first and the last byte among them.
pub fn spread(len: u64, n: u64) -> impl Iterator<Item = u64> {
    (0..n).map(move |i| (len - 1) * i / (n - 1))
}
