use super::*;

#[test]
fn a_popup_does_not_cut_a_wide_character_in_half() {
    let session = Session::new(Lang::ZhHans);
    let mut buf = screen(60, 12);
    for y in 0..12 {
        // Odd columns, so that a character straddles any even left edge.
        buf.set_string(1, y, "拣".repeat(29), ratatui::style::Style::new());
    }
    let area = buf.area;
    let inside = popup(
        &mut buf,
        area,
        session.look(&PICKING),
        "原因",
        PopupSize { width: 30, height: 3 },
    );
    let left = inside.x - 1;
    for y in inside.y - 1..=inside.bottom() {
        assert!(
            width(buf[(left - 1, y)].symbol()) == 1,
            "line {y}:\n{}",
            shown(&buf)
        );
        assert!(
            ["┌", "│", "└"].contains(&buf[(left, y)].symbol()),
            "{}",
            shown(&buf)
        );
    }
}

#[test]
fn panels_in_english() {
    let session = Session::new(Lang::En);
    let look = session.look(&PICKING);
    let offered = Hint::all(&[
        Action::PickShort,
        Action::Skip,
        Action::Park,
        Action::Undo,
        Action::Help,
    ]);
    let mut buf = screen(70, 12);
    let area = buf.area;
    let mut palette = Palette::default();
    for letter in "sh".chars() {
        palette.insert(letter);
    }
    assert_eq!(
        palette.chosen(look, &offered).map(|hint| hint.action),
        Some(Action::PickShort)
    );
    assert!(draw_palette(&mut buf, area, look, (&palette, &offered)).is_some());
    insta::assert_snapshot!(shown(&buf), @r"
    ┌─ Commands ─────────────────────────────────────────────────────┐
    │> sh                                                            │
    │Short      Report fewer than asked                            F1│
    │                                                                │
    │                                                                │
    │                                                                │
    │                                                                │
    │                                                                │
    │                                                                │
    │                                                                │
    │                                                                │
    └────────────────────────────────────────────────────────────────┘
    ");

    let mut buf = screen(60, 14);
    let page = HelpPage {
        about: "Pick what the prompt asks for.",
        hints: &offered,
    };
    let lines = help_lines(look, page);
    let area = buf.area;
    draw_text_panel(&mut buf, area, look, "Help", (&lines, TextPanel::default()));
    insta::assert_snapshot!(shown(&buf), @r"
    ┌─ Help ───────────────────────────────────────────────────┐
    │Pick what the prompt asks for.                            │
    │                                                          │
    │Keys                                                      │
    │F1    Report fewer than asked                             │
    │F2    Leave this for later                                │
    │F9 8  Put this task aside for a while                     │
    │F4    Undo your last step                                 │
    │F10   Explain this screen and its keys                    │
    │                                                          │
    │Command barcodes                                          │
    │PFSHORT     /short                                        │
    │11 of 15                                                  │
    └──────────────────────────────────────────────────────────┘
    ");

    let mut buf = screen(60, 12);
    let Resolution::Pending(more) = session.keymap.resolve(&PICKING, &[Key::f(9)]) else {
        panic!()
    };
    let more: Vec<_> = more.into_iter().map(|binding| (binding, true)).collect();
    let area = buf.area;
    draw_which_key(&mut buf, area, look, &[Key::f(9)], &more);
    insta::assert_snapshot!(shown(&buf), @r"

    ┌─ F9 and then ────────────────────────────────────────────┐
    │1 Quantity      0 Take over     p    Packaging            │
    │2 Empty         b Bell          r    Reprint              │
    │3 Damaged       c Copy          s    Sign off             │
    │4 Other lot     d Lot/date      t    Colours              │
    │5 New tote      g Scanner       u    Steps                │
    │6 Deposit       h Help          x    Leave                │
    │7 Rest          k Commands      y    Keys                 │
    │8 Park          l Language      Home Home                 │
    │9 Hand over     n Next                                    │
    └──────────────────────────────────────────────────────────┘
    ");
}

#[test]
fn panels_in_chinese() {
    let session = Session::new(Lang::ZhHans);
    let look = session.look(&PICKING);
    let offered = [Hint::new(Action::PickShort, true), Hint::new(Action::Undo, false)];
    let mut buf = screen(20, 16);
    let area = buf.area;
    let lines = help_lines(
        look,
        HelpPage {
            about: "按提示拣货，先扫描库位，再扫描商品。",
            hints: &offered,
        },
    );
    draw_text_panel(
        &mut buf,
        area,
        look,
        &look.texts.say("help-title"),
        (&lines, TextPanel::default()),
    );
    insta::assert_snapshot!(shown(&buf), @r"
    帮助
    按提示拣货，先扫描库
    位，再扫描商品。

    按键
    F1  报告数量不足
    F4  撤销上一步

    命令条码
    PFSHORT     /short
    PFUNDO      /undo
    ");

    let mut buf = screen(50, 10);
    let area = buf.area;
    draw_palette(&mut buf, area, look, (&Palette::default(), &offered));
    insta::assert_snapshot!(shown(&buf), @r"
    ┌─ 命令 ─────────────────────────────────────────┐
    │>   输入名称的一部分                            │
    │缺货       报告数量不足                       F1│
    │撤销       撤销上一步                   暂不可用│
    │                                                │
    │                                                │
    │                                                │
    │                                                │
    │                                                │
    └────────────────────────────────────────────────┘
    ");
}

#[test]
fn a_text_panel_scrolls_to_its_end_and_no_further() {
    let session = Session::new(Lang::En);
    let lines: Vec<TextLine> = (1..=50)
        .map(|n| TextLine::new(Role::Text, format!("line {n}")))
        .collect();
    for (wide, high) in [(20, 16), (80, 24)] {
        let area = Rect::new(0, 0, wide, high);
        let mut state = TextPanel::default();
        for _ in 0..100 {
            assert!(state.apply(Action::PageDown, text_panel_page(area, &lines)));
        }
        let mut buf = Buffer::empty(area);
        draw_text_panel(&mut buf, area, session.look(&PICKING), "Why", (&lines, state));
        assert!(
            shown(&buf).contains("line 50") && shown(&buf).contains("50 of 50"),
            "{}",
            shown(&buf)
        );
        state.apply(Action::Up, text_panel_page(area, &lines));
        let mut buf = Buffer::empty(area);
        draw_text_panel(&mut buf, area, session.look(&PICKING), "Why", (&lines, state));
        assert!(!shown(&buf).contains("line 50"));
    }
}
