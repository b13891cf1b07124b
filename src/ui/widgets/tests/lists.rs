use super::*;

#[test]
fn a_menu_is_numbered_and_takes_two_columns_on_a_vehicle() {
    let session = Session::new(Lang::En);
    let entries: Vec<MenuEntry> = [
        "Pick", "Pack", "Load", "Receive", "Put away", "Move", "Count", "Orders", "Queues", "Slotting",
    ]
    .into_iter()
    .map(|label| MenuEntry::new(label).note("3"))
    .collect();
    let state = MenuState { cursor: 1 };
    let mut small = screen(20, 11);
    let area = small.area;
    draw_menu(
        &mut small,
        area,
        session.look(&[Context::Global, Context::Menu]),
        &entries,
        state,
    );
    insta::assert_snapshot!(shown(&small), @r"
    1 Pick             3
    2 Pack             3
    3 Load             3
    4 Receive          3
    5 Put away         3
    6 Move             3
    7 Count            3
    8 Orders           3
    9 Queues           3

    page 1 of 2
    ");
    let mut vehicle = screen(40, 6);
    let area = vehicle.area;
    draw_menu(
        &mut vehicle,
        area,
        session.look(&[Context::Global, Context::Menu]),
        &entries,
        state,
    );
    insta::assert_snapshot!(shown(&vehicle), @r"
    1 Pick            3 6 Move            3
    2 Pack            3 7 Count           3
    3 Load            3 8 Orders          3
    4 Receive         3 9 Queues          3
    5 Put away        3
    page 1 of 2
    ");
    assert_eq!(state.digit('9', entries.len()), Some(8));
    assert_eq!(MenuState { cursor: 9 }.digit('1', entries.len()), Some(9));
    assert_eq!(MenuState { cursor: 9 }.digit('2', entries.len()), None);
    assert_eq!(state.digit('0', entries.len()), None);
    assert_eq!(state.digit('x', entries.len()), None);
}

#[test]
fn the_cursor_of_a_menu_is_always_drawn() {
    let session = Session::new(Lang::En);
    let entries: Vec<MenuEntry> = (0..20)
        .map(|index| MenuEntry::new(format!("entry {index}")))
        .collect();
    for cursor in 0..20 {
        for (width, height) in [(20, 1), (20, 2), (20, 16), (40, 2), (40, 8)] {
            let mut buf = screen(width, height);
            let area = buf.area;
            let state = MenuState { cursor };
            draw_menu(
                &mut buf,
                area,
                session.look(&[Context::Global, Context::Menu]),
                &entries,
                state,
            );
            let text = shown(&buf);
            assert!(
                text.contains(&format!("entry {cursor}")),
                "{cursor} at {width}x{height}:\n{text}"
            );
        }
    }
}

#[test]
fn moving_in_a_menu_comes_round_and_stays_within() {
    let mut state = MenuState::default();
    for (action, cursor) in [
        (Action::Up, 11),
        (Action::Down, 0),
        (Action::PageDown, 9),
        (Action::PageDown, 11),
        (Action::First, 0),
    ] {
        assert!(state.apply(action, 12));
        assert_eq!(state.cursor, cursor, "{action:?}");
    }
    assert!(!state.apply(Action::Confirm, 12));
    for action in [Action::Up, Action::Down, Action::Last, Action::PageDown] {
        state.apply(action, 0);
        assert_eq!(state.cursor, 0);
    }
}

#[test]
fn a_long_list_shows_the_page_of_its_cursor() {
    let session = Session::new(Lang::En);
    let stack = [Context::Global, Context::Orders, Context::List];
    let (columns, rows, mut state) = (order_columns(), Orders(150_000), ListState::default());
    let view = View::all(rows.len());
    let page = list_page(6);
    for action in [Action::Last, Action::Up, Action::Select, Action::Up] {
        assert!(state.apply(action, &rows, &view, page));
    }
    let mut buf = screen(60, 6);
    let area = buf.area;
    draw_list(
        &mut buf,
        area,
        session.look(&stack),
        &List::new(&columns, &rows, &state),
    );
    insta::assert_snapshot!(shown(&buf), @r"
      Order    Name                              Qty Carrier
      O-149996 WHITE HANGING HEART T-LIGHT    449988 SF
      O-149997 白色心形蜡烛杯                 449991 SF
    * O-149998 WHITE HANGING HEART T-LIGHT    449994 SF
      O-149999 白色心形蜡烛杯                 449997 SF
    149999 of 150000  1 marked
    ");
    let mut buf = screen(20, 6);
    let area = buf.area;
    draw_list(
        &mut buf,
        area,
        session.look(&stack),
        &List::new(&columns, &rows, &state),
    );
    insta::assert_snapshot!(shown(&buf), @r"
      Order    Name
      O-149996 WHITE H..
      O-149997 白色心..
    * O-149998 WHITE H..
      O-149999 白色心..
    149999 of 150000..
    ");
}

#[test]
fn an_empty_list_teaches() {
    let session = Session::new(Lang::ZhHans);
    let (columns, state) = (order_columns(), ListState::default());
    let (none, some) = (Orders(0), Orders(5));
    let teaching = List {
        empty: "No orders are open.",
        ..List::new(&columns, &none, &state)
    };
    let filtered = List {
        view: View::hits(&[], 5),
        filter: "xyz",
        ..List::new(&columns, &some, &state)
    };
    for (list, text) in [
        (List::new(&columns, &none, &state), "没有内容。"),
        (teaching, "No orders are open."),
        (filtered, "没有包含“xyz”的行。删一个字可看到更多。"),
    ] {
        let mut buf = screen(60, 5);
        let area = buf.area;
        draw_list(&mut buf, area, session.look(&PICKING), &list);
        assert_eq!(shown(&buf).trim_end(), text);
    }
}

#[test]
fn the_cursor_stays_on_its_row_when_others_come_and_go() {
    struct Ids(Vec<u64>);
    impl Rows for Ids {
        fn len(&self) -> usize {
            self.0.len()
        }
        fn cells(&self, row: usize) -> Vec<Cow<'_, str>> {
            vec![self.0[row].to_string().into()]
        }
        fn id(&self, row: usize) -> u64 {
            self.0[row]
        }
    }
    let before = Ids(vec![10, 20, 30, 40]);
    let mut state = ListState::default();
    state.go(2, &before, &View::all(4));
    state.apply(Action::Select, &before, &View::all(4), 9);
    state.go(2, &before, &View::all(4));
    let after = Ids(vec![5, 7, 10, 30, 40]);
    state.follow(&after, &View::all(5));
    assert_eq!(state.selected(&View::all(5)), Some(3));
    let gone = Ids(vec![5, 7]);
    state.follow(&gone, &View::all(2));
    assert_eq!(state.selected(&View::all(2)), Some(1));
    state.follow(&Ids(vec![]), &View::all(0));
    assert_eq!(state.selected(&View::all(0)), None);
    assert_eq!(state.marks().iter().copied().collect::<Vec<_>>(), [30]);
}
