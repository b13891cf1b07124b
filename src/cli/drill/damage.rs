//! A file of a finished directory is damaged behind the program's back.

use super::cannot;
use super::program::{answer, work};
use super::report::{Outcome, Round};
use crate::cli::Failure;
use fastrand::Rng;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// What is damaged in turn: folder or file in the directory.
const VICTIMS: [&str; 4] = ["journal", "snapshots", "sled", "keys"];
/// What a file system reads and writes at once.
const PAGE: usize = 4096;

/// A directory as it should be.
#[derive(Debug)]
pub struct Intact {
    data: PathBuf,
    acks: PathBuf,
    acknowledged: u64,
    digest: Value,
}

impl Intact {
    /// Lets virtual workers work in it, with a snapshot in the middle and orders with consignees.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make(folder: &Path) -> Result<Intact, Failure> {
        fs::create_dir_all(folder).map_err(|error| cannot("make", folder, &error))?;
        let (data, acks) = (folder.join("data"), folder.join("acks"));
        work(&data, &acks)?;
        let orders = folder.join("orders.csv");
        let text = "owner,order,channel,carrier,item,quantity,consignee_name\n\
                    SIM,DRILL-1,drill,SIM-CARRIER,SIM-00001,1,Mei Lin\n\
                    SIM,DRILL-2,drill,SIM-CARRIER,SIM-00002,1,Jan Kowalski\n";
        fs::write(&orders, text).map_err(|error| cannot("write", &orders, &error))?;
        let orders = orders.display().to_string();
        // A lead may import; the virtual workers are leads.
        let import = ["--worker", "SIM0001", "import", "orders", &orders];
        answer(&data, &import)?.map_err(Failure::new)?;
        answer(&data, &["snapshot"])?.map_err(Failure::new)?;
        work(&data, &acks)?;
        let proof = verify(&data, &acks)?.map_err(Failure::new)?;
        let number = |name| proof.get(name).and_then(Value::as_u64).unwrap_or(0);
        if proof.get("ok") != Some(&true.into()) {
            return Err(Failure::new(format!(
                "the directory to be damaged is not whole: {proof}"
            )));
        }
        Ok(Intact {
            data,
            acks,
            acknowledged: number("acks"),
            digest: proof.get("digest").cloned().unwrap_or_default(),
        })
    }

    /// Damages a copy and opens it.
    ///
    /// # Errors
    /// When the drill itself goes wrong.
    pub fn round(&self, turn: u32, folder: &Path, dice: &mut Rng) -> Result<Round, Failure> {
        copy(&self.data, folder)?;
        let turn = usize::try_from(turn).unwrap_or(0);
        let victim = VICTIMS.get(turn % VICTIMS.len()).copied().unwrap_or("journal");
        let file = choose(&folder.join(victim), dice)?;
        let done = damage(&file, dice)?;
        let done = format!(
            "{done} in {}",
            file.strip_prefix(folder).unwrap_or(&file).display()
        );
        let (outcome, found) = self.judge(&verify(folder, &self.acks)?, victim);
        Ok(Round {
            done,
            acknowledged: self.acknowledged,
            outcome,
            found,
        })
    }

    fn judge(&self, said: &Result<Value, String>, victim: &str) -> (Outcome, String) {
        match said {
            Ok(proof) => {
                let same =
                    proof.get("digest") == Some(&self.digest) && proof.get("missing_acks") == Some(&0.into());
                let list = |name| match proof.get(name) {
                    Some(Value::Array(told)) if !told.is_empty() => {
                        let told = told.iter().filter_map(Value::as_str);
                        told.collect::<Vec<_>>().join("; ")
                    }
                    _ => String::new(),
                };
                let told = format!("{}{}", list("problems"), list("notes"));
                match (same, told.is_empty()) {
                    (false, _) => (Outcome::Wrong, proof.to_string()),
                    (true, true) => (Outcome::Whole, "nothing that is read was hit".into()),
                    (true, false) => (Outcome::Told, told),
                }
            }
            Err(why) if why.starts_with("error: ") && why.contains(victim) => (Outcome::Refused, why.clone()),
            Err(why) => (Outcome::Wrong, format!("it ended without the file's name: {why}")),
        }
    }
}

fn verify(data: &Path, acks: &Path) -> Result<Result<Value, String>, Failure> {
    answer(data, &["verify", "--acks", &acks.display().to_string()])
}

/// The file, or one of the folder's.
fn choose(victim: &Path, dice: &mut Rng) -> Result<PathBuf, Failure> {
    if victim.is_file() {
        return Ok(victim.to_owned());
    }
    let entries = fs::read_dir(victim).map_err(|error| cannot("list", victim, &error))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> = paths.filter(|path| path.is_file()).collect();
    files.sort();
    dice.choice(files)
        .ok_or_else(|| Failure::new(format!("{} is empty", victim.display())))
}

/// One kind of damage somewhere; says which.
fn damage(file: &Path, dice: &mut Rng) -> Result<String, Failure> {
    let mut bytes = fs::read(file).map_err(|error| cannot("read", file, &error))?;
    let at = dice.usize(0..bytes.len().max(1));
    let done = match dice.u8(0..3) {
        0 => {
            let bit = dice.u8(0..8);
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << bit;
            }
            format!("bit {bit} of byte {at} flipped")
        }
        1 => {
            bytes.truncate(at);
            format!("cut to {at} bytes")
        }
        _ => {
            let start = at / PAGE * PAGE;
            let page = bytes.iter_mut().skip(start).take(PAGE);
            page.for_each(|byte| *byte = 0);
            format!("the page at {start} zeroed")
        }
    };
    fs::write(file, bytes).map_err(|error| cannot("write", file, &error))?;
    Ok(done)
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to).map_err(|error| cannot("make", to, &error))?;
    for entry in fs::read_dir(from).map_err(|error| cannot("list", from, &error))? {
        let entry = entry.map_err(|error| cannot("list", from, &error))?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).map_err(|error| cannot("copy to", &target, &error))?;
        }
    }
    Ok(())
}
