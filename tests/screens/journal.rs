use crate::desk::{Desk, SIZES};
use crate::world::{ADA, LEA, World};
use pickface::domain::release;
use pickface::ui::locale::Lang;

/// Ada has picked six lamps and two cups at her terminal; thirty lamps of another order wait.
fn after_work(size: (u16, u16), lang: Lang) -> Desk {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 10);
    for (number, lines) in [
        ("536365", vec![("LAMP", 6), ("CUP", 2)]),
        ("7", vec![("LAMP", 30)]),
    ] {
        let order = world.order(number, &lines);
        world.when(
            LEA,
            release::Command::Release {
                groups: vec![vec![order]],
            },
        );
    }
    let mut ada = Desk::of(world, ADA, size, lang);
    ada.press("1").scans(&["A-01", "LAMP", "T-01", "A-02", "CUP"]);
    ada.type_line("t-01").scan("B1");
    ada
}

fn lead(size: (u16, u16), lang: Lang) -> Desk {
    let mut desk = after_work(size, lang);
    desk.scan("PFSIGNOFF").scan("W9").scan("PFTOLOG");
    desk
}

/// The hub's clock is the machine's: hours and minutes differ from run to run.
fn timeless(screen: &str) -> String {
    let mut letters: Vec<char> = screen.chars().collect();
    for at in 2..letters.len().saturating_sub(2) {
        let digits = [at - 2, at - 1, at + 1, at + 2];
        if letters[at] == ':' && digits.iter().all(|at| letters[*at].is_ascii_digit()) {
            digits.iter().for_each(|at| letters[*at] = '0');
        }
    }
    letters.into_iter().collect()
}

#[test]
fn the_latest_records_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut desk = lead(size, lang);
            let name = format!("journal-{}-{}x{}", lang.tag(), size.0, size.1);
            desk.survives_every_size();
            desk.scan("T-01");
            insta::assert_snapshot!(name.clone(), timeless(&desk.screen()));
            desk.survives_every_size();
            desk.scan("CUP").press("enter");
            insta::assert_snapshot!(format!("{name}-record"), timeless(&desk.screen()));
            desk.survives_every_size();
        }
    }
}

#[test]
fn a_scan_shows_only_what_concerns_the_thing_and_back_shows_all() {
    let mut desk = lead((120, 40), Lang::En);
    assert!(desk.screen().contains("pickface"), "{}", desk.screen());
    desk.scan("CUP");
    let cups = desk.screen();
    assert!(cups.contains("CUP") && !cups.contains("LAMP"), "{cups}");
    desk.press("f1").scan("W1");
    let ada = desk.screen();
    assert!(ada.contains("LAMP") && ada.contains("CUP"), "{ada}");
    desk.press("esc").scan("A-05");
    assert!(desk.screen().contains("Nothing is recorded"), "{}", desk.screen());
    desk.press("esc");
    assert!(desk.screen().contains("pickface"), "{}", desk.screen());
    desk.type_line("nothing-known");
    assert!(
        desk.screen().contains("called nothing-known"),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_record_tells_how_it_came() {
    let mut desk = lead((120, 40), Lang::En);
    desk.scan("T-01");
    let shown = desk.screen();
    assert!(shown.contains("scanned") && shown.contains("typed"), "{shown}");
}

#[test]
fn below_the_last_line_it_looks_further_back() {
    let mut desk = after_work((80, 24), Lang::En);
    // Each list taken and given back is two records more.
    desk.press("enter");
    for _ in 0..30 {
        desk.press("f9 8").press("enter");
    }
    desk.scan("PFSIGNOFF").scan("W9").scan("PFTOLOG");
    assert!(desk.screen().contains("1 of 20"), "{}", desk.screen());
    for _ in 0..6 {
        desk.press("end");
    }
    let first = desk.screen();
    let total = usize::try_from(desk.w().seq).unwrap();
    assert!(first.contains(&format!("of {total}")) && total > 60, "{first}");
}

#[test]
fn pickers_have_no_journal() {
    let mut desk = after_work((80, 24), Lang::En);
    desk.scan("PFTOLOG");
    assert!(desk.screen().contains("may not"), "{}", desk.screen());
}

#[test]
fn things_people_and_hours_narrow_it_together_and_back_widens_it() {
    let mut desk = lead((120, 40), Lang::En);
    desk.scan("W1").scan("CUP");
    let both = desk.screen();
    assert!(both.contains("Ada + CUP") && !both.contains("LAMP"), "{both}");
    desk.scan("LAMP");
    let other = desk.screen();
    assert!(other.contains("Ada + LAMP") && !other.contains("CUP"), "{other}");
    desk.type_line("2001-01-01");
    let none = desk.screen();
    assert!(
        none.contains("+ 2001-01-01") && none.contains("Nothing is recorded"),
        "{none}"
    );
    desk.press("esc");
    assert_eq!(desk.screen(), other);
    // By keys alone: what the worker of the record under the cursor did.
    desk.press("f1").press("down f1");
    assert!(!desk.screen().contains("CUP + "), "{}", desk.screen());
}

#[test]
fn a_record_is_proved_by_the_chain_behind_it() {
    let mut desk = lead((120, 40), Lang::En);
    desk.scan("CUP").press("f3");
    let shown = desk.screen();
    let last = desk.w().seq;
    assert!(
        shown.contains("Proved") && shown.contains(&format!("Chain to record {last}")),
        "{shown}"
    );
    desk.survives_every_size();
}

#[test]
fn what_is_shown_goes_into_a_file_through_the_export() {
    let mut desk = lead((80, 24), Lang::En);
    desk.scan("CUP").scan("PFEXPORT").scan("PFOK");
    let text = String::from_utf8(desk.exported.clone()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines[0].starts_with("seq,time,actor,worker,device,via,input,events,items"),
        "{text}"
    );
    assert!(
        lines.len() > 1 && lines[1..].iter().all(|line| line.contains("CUP")),
        "{text}"
    );
    assert!(
        desk.screen().contains(&format!("{} lines", lines.len() - 1)),
        "{}",
        desk.screen()
    );
    desk.press("f2").type_line("2");
    let text = String::from_utf8(desk.exported.clone()).unwrap();
    for line in text.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(record["items"].as_str().unwrap().contains("CUP"), "{line}");
    }
}
