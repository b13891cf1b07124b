mod lines;
mod lists;
mod panels;

use crate::domain::Class;
use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::*;
use crate::keymap::{Key, Resolution};
use crate::ui::locale::Lang;
use crate::ui::theme::ThemeKind;

const PICKING: [Context; 3] = [Context::Global, Context::Picking, Context::Prompt];
const SIZES: [(u16, u16); 9] = [
    (0, 0),
    (1, 1),
    (2, 3),
    (5, 2),
    (20, 16),
    (40, 8),
    (80, 24),
    (120, 40),
    (200, 60),
];

struct Session {
    texts: Texts,
    keymap: Keymap,
    theme: Theme,
}

impl Session {
    fn new(lang: Lang) -> Self {
        Self {
            texts: Texts::new(lang),
            keymap: Keymap::default(),
            theme: Theme::default(),
        }
    }

    fn look<'a>(&'a self, stack: &'a [Context]) -> Look<'a> {
        Look {
            theme: self.theme,
            texts: &self.texts,
            keymap: &self.keymap,
            stack,
        }
    }
}

struct Orders(usize);

impl Rows for Orders {
    fn len(&self) -> usize {
        self.0
    }
    fn cells(&self, row: usize) -> Vec<Cow<'_, str>> {
        let name = if row.is_multiple_of(2) {
            "WHITE HANGING HEART T-LIGHT"
        } else {
            "白色心形蜡烛杯"
        };
        vec![
            format!("O-{row:06}").into(),
            name.into(),
            (row * 3).to_string().into(),
            "SF".into(),
        ]
    }
}

fn order_columns() -> Vec<Column> {
    vec![
        Column::code("Order", 8),
        Column::name("Name", 8, 30),
        Column::number("Qty", 6).priority(1),
        Column::code("Carrier", 7).priority(2),
    ]
}

/// The buffer as lines of text; the second half of a wide character is not shown.
fn shown(buf: &Buffer) -> String {
    let mut lines = Vec::new();
    for y in buf.area.top()..buf.area.bottom() {
        let mut line = String::new();
        let mut skip = 0;
        for x in buf.area.left()..buf.area.right() {
            if skip == 0 {
                line.push_str(buf[(x, y)].symbol());
                skip = width(buf[(x, y)].symbol()).max(1);
            }
            skip -= 1;
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}

fn screen(width: u16, height: u16) -> Buffer {
    Buffer::empty(Rect::new(0, 0, width, height))
}

fn draw_everything(buf: &mut Buffer, area: Rect, look: Look<'_>) {
    let (columns, rows, state) = (order_columns(), Orders(1000), ListState::default());
    let offered = Hint::all(Action::ALL);
    let entries: Vec<MenuEntry> = (0..12)
        .map(|n| MenuEntry::new(format!("拣货 {n}")).note("9"))
        .collect();
    let lines = help_lines(
        look,
        HelpPage {
            about: "扫描库位 A-07-12。\nAnd more.",
            hints: &offered,
        },
    );
    draw_header(
        buf,
        area,
        look,
        Header {
            place: "拣货 C-0412",
            progress: "3/14",
            right: "Mei",
        },
    );
    draw_prompt(buf, area, look, "扫描库位 A-07-12 then scan the item");
    draw_input(buf, area, look, &InputLine::new(9));
    draw_footer(buf, area, look, &offered);
    draw_menu(buf, area, look, &entries, MenuState { cursor: 11 });
    draw_list(buf, area, look, &List::new(&columns, &rows, &state));
    draw_bar(buf, area, look, &[5, 0, 3, 2, 1, 9, 9]);
    rule(buf, area, look);
    draw_band(
        buf,
        area,
        look,
        &Answer::new(Class::Stop, "已取消 cancelled by Mei"),
    );
    draw_palette(buf, area, look, (&Palette::default(), &offered));
    draw_text_panel(buf, area, look, "原因", (&lines, TextPanel::default()));
    let Resolution::Pending(more) = look.keymap.resolve(look.stack, &[Key::f(9)]) else {
        panic!()
    };
    let more: Vec<_> = more.into_iter().map(|binding| (binding, true)).collect();
    draw_which_key(buf, area, look, &[Key::f(9)], &more);
}

#[test]
fn everything_draws_at_every_size_in_both_languages_and_every_theme() {
    for lang in Lang::ALL {
        let mut session = Session::new(lang);
        for kind in ThemeKind::ALL {
            session.theme = Theme {
                kind,
                ascii: kind == ThemeKind::Mono,
            };
            for (width, height) in SIZES {
                let mut buf = screen(width, height);
                let area = buf.area;
                draw_everything(&mut buf, area, session.look(&PICKING));
            }
        }
    }
}

#[test]
fn an_area_beyond_the_screen_is_clipped() {
    let session = Session::new(Lang::ZhHans);
    for area in [
        Rect::new(15, 10, 20, 16),
        Rect::new(40, 40, 9, 9),
        Rect::new(0, 0, 200, 60),
        Rect::new(19, 0, 1, 16),
        Rect::new(65_535, 65_535, 0, 0),
    ] {
        let mut buf = screen(20, 16);
        draw_everything(&mut buf, area, session.look(&PICKING));
    }
}

#[test]
fn the_ascii_theme_draws_ascii_alone() {
    let session = Session {
        theme: Theme {
            kind: ThemeKind::Mono,
            ascii: true,
        },
        ..Session::new(Lang::En)
    };
    let mut buf = screen(80, 24);
    let area = buf.area;
    let look = session.look(&PICKING);
    popup(&mut buf, area, look, "Why", PopupSize { width: 30, height: 5 });
    draw_which_key(&mut buf, area, look, &[Key::f(9)], &[]);
    rule(&mut buf, area, look);
    draw_bar(&mut buf, area, look, &[1, 2, 3]);
    assert!(shown(&buf).is_ascii(), "{}", shown(&buf));
}
