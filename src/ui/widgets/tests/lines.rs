use super::*;
use crate::domain::Class;

/// A picker's screen, as a screen puts it together.
fn draw_pick(buf: &mut Buffer, look: Look<'_>, words: [&str; 5], code: &str) {
    let area = buf.area;
    let [place, name, amount, answer, prompt] = words;
    draw_header(
        buf,
        row(area, 0),
        look,
        Header {
            place,
            progress: "3/14",
            right: "Mei",
        },
    );
    put(buf, row(area, 2), 6, "A-07-12", look.style(Role::Strong));
    put(
        buf,
        row(area, 5),
        0,
        &cut_name(name, usize::from(area.width)),
        look.style(Role::Text),
    );
    put(
        buf,
        row(area, 6),
        0,
        &cut_code(code, usize::from(area.width)),
        look.style(Role::Text),
    );
    put(buf, row(area, 8), 3, amount, look.style(Role::Strong));
    let height = usize::from(area.height);
    let band = Answer::new(Class::Ok, answer);
    draw_band(buf, row(area, height.saturating_sub(4)), look, &band);
    draw_prompt(buf, row(area, height.saturating_sub(3)), look, prompt);
    draw_input(
        buf,
        row(area, height.saturating_sub(2)),
        look,
        &InputLine::new(20),
    );
    let hints = Hint::all(&[
        Action::PickShort,
        Action::Skip,
        Action::PickFull,
        Action::Park,
        Action::Help,
    ]);
    draw_footer(buf, row(area, height.saturating_sub(1)), look, &hints);
}

#[test]
fn a_handheld_in_english_and_chinese() {
    let mut buf = screen(20, 16);
    let english = Session::new(Lang::En);
    let words = [
        "Pick C-0412",
        "WHITE HANGING HEART T-LIGHT",
        "6 ea = 1 case",
        "22138 x12 T-0029",
        "Scan place A-07-12",
    ];
    draw_pick(&mut buf, english.look(&PICKING), words, "SKU-2024-00085123A");
    insta::assert_snapshot!(shown(&buf), @r"
    Pick C-0412 Mei 3/14

          A-07-12


    WHITE HANGING HEAR..
    SKU-2024-00085123A

       6 ea = 1 case



    OK 22138 x12 T-0029
    Scan place A-07-12
    >
    F1Short F2Skip F9+
    ");
    let mut buf = screen(20, 16);
    let chinese = Session::new(Lang::ZhHans);
    let words = [
        "拣货 C-0412",
        "白色心形蜡烛杯悬挂式大号",
        "6个 = 1箱",
        "22138 x12 T-0029",
        "扫描库位 A-07-12",
    ];
    draw_pick(&mut buf, chinese.look(&PICKING), words, "85123A");
    insta::assert_snapshot!(shown(&buf), @r"
    拣货 C-0412 Mei 3/14

          A-07-12


    白色心形蜡烛杯悬挂..
    85123A

       6个 = 1箱



    好 22138 x12 T-0029
    扫描库位 A-07-12
    >
    F1缺货 F2跳过 F9+
    ");
}

#[test]
fn a_refusal_wraps_beside_its_word() {
    let session = Session::new(Lang::En);
    let look = session.look(&PICKING);
    let answer = Answer::new(Class::No, "This is A-07-21.\nGo to   A-07-12, 5 bays back, left.");
    assert_eq!(band_height(look, &answer, 20, 9), 4);
    let mut buf = screen(20, 4);
    let area = buf.area;
    draw_band(&mut buf, area, look, &answer);
    insta::assert_snapshot!(shown(&buf), @r"
    NO This is A-07-21.
       Go to   A-07-12,
       5 bays back,
       left.
    ");
    assert_eq!(buf[(19, 3)].bg, ratatui::style::Color::Red);
    assert_eq!(band_height(look, &answer, 20, 2), 2);
    assert_eq!(band_height(look, &Answer::new(Class::Ok, ""), 20, 2), 1);
}

#[test]
fn every_class_leads_with_its_word_in_both_languages() {
    for (lang, words) in [
        (Lang::En, ["OK", "LAST", "CHECK", "NO", "STOP"]),
        (Lang::ZhHans, ["好", "完成", "注意", "不对", "停"]),
    ] {
        let session = Session::new(lang);
        for (class, word) in Class::ALL.into_iter().zip(words) {
            let mut buf = screen(80, 1);
            let area = buf.area;
            draw_band(
                &mut buf,
                area,
                session.look(&PICKING),
                &Answer::new(class, "71053"),
            );
            let text = shown(&buf);
            assert!(text.starts_with(&format!("{}71053", pad(word, 6))), "{text}");
        }
    }
}

#[test]
fn the_first_line_loses_who_before_how_far_before_where() {
    let session = Session::new(Lang::En);
    let header = Header {
        place: "Pack  order 536412",
        progress: "4/20",
        right: "Mei  bench 3",
    };
    let lines: Vec<String> = [60, 30, 26, 18, 8, 3]
        .into_iter()
        .map(|width| {
            let mut buf = screen(width, 1);
            let area = buf.area;
            draw_header(&mut buf, area, session.look(&PICKING), header);
            shown(&buf)
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    Pack  order 536412   4/20                       Mei  bench 3
    Pack  order 536412        4/20
    Pack  order 536412    4/20
    ..rder 536412 4/20
    412 4/20
    /20
    ");
}

#[test]
fn the_footer_fits_its_width_and_keeps_help() {
    let session = Session::new(Lang::En);
    let stack = [Context::Global, Context::Packing, Context::Prompt];
    let hints = Hint::all(&[
        Action::Quantity,
        Action::PackShort,
        Action::PackCarton,
        Action::Undo,
        Action::Why,
        Action::PackClose,
        Action::Help,
    ]);
    let lines: Vec<String> = [100, 60, 40, 20, 4]
        .into_iter()
        .map(|width| {
            let mut buf = screen(width, 1);
            let area = buf.area;
            draw_footer(&mut buf, area, session.look(&stack), &hints);
            shown(&buf)
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
     F1 Quantity  F2 Short  F3 Carton  F4 Undo  F5 Why  F9 More  F10 Help
     F1 Quantity  F2 Short  F3 Carton  F9 More  F10 Help
     F1 Quantity  F9 More  F10 Help
    F1Quantity F5Why F9+
    F9+
    ");
}

#[test]
fn what_cannot_be_done_is_dim() {
    let session = Session::new(Lang::En);
    let mut buf = screen(40, 1);
    let area = buf.area;
    let hints = [Hint::new(Action::PickShort, false), Hint::new(Action::Skip, true)];
    draw_footer(&mut buf, area, session.look(&PICKING), &hints);
    let dim = session.theme.style(Role::Dim).fg.unwrap();
    assert_eq!(buf[(1, 0)].fg, dim);
    let skip = u16::try_from(shown(&buf).find("Skip").unwrap()).unwrap();
    assert_ne!(buf[(skip, 0)].fg, dim);
}

#[test]
fn a_stop_says_how_to_go_on() {
    let session = Session::new(Lang::En);
    let look = session.look(&PICKING);
    let answer = Answer::new(Class::Stop, "Order cancelled. Put it back to A-07-12.");
    let mut buf = screen(20, band_height(look, &answer, 20, 9));
    let area = buf.area;
    draw_band(&mut buf, area, look, &answer);
    insta::assert_snapshot!(shown(&buf), @r"
    STOP Order
         cancelled. Put
         it back to
         A-07-12.
         Then press
         Enter.
    ");
}

#[test]
fn the_input_line_keeps_its_cursor_in_sight() {
    let session = Session::new(Lang::En);
    let mut line = InputLine::new(40);
    line.insert_text("0123456789白色心形");
    let mut buf = screen(10, 1);
    let area = buf.area;
    let cursor = draw_input(&mut buf, area, session.look(&PICKING), &line).unwrap();
    assert_eq!(shown(&buf), "> 色心形");
    assert!(cursor.x < 10);
    line.apply(Action::EditStart);
    let mut buf = screen(10, 1);
    assert_eq!(
        draw_input(&mut buf, area, session.look(&PICKING), &line)
            .unwrap()
            .x,
        2
    );
    assert_eq!(shown(&buf), "> 01234567");
    let mut secret = InputLine::masked(9);
    secret.insert_text("1234");
    let mut buf = screen(10, 1);
    draw_input(&mut buf, area, session.look(&PICKING), &secret);
    assert_eq!(shown(&buf), "> ****");
}
