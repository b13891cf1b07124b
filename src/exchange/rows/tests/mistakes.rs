//! One mistake in a file of each kind, and the sentence that tells it.

use super::*;

/// A file with one mistake in it, and what is told of it.
const MISTAKES: [(&str, &str); 24] = [
    (
        "",
        "0  empty | the file is empty | the first line of a CSV file names the columns: code, name, barcodes, packagings, length_mm, width_mm, height_mm, weight_g, lot_tracked, expiry_tracked, price_minor, owner, this_side_up, fragile",
    ),
    (
        "code,nam\nA,b\n",
        "1 name missing_column | the column `name` is missing | rename `nam` to `name`",
    ),
    (
        "name\nb\n",
        "1 code missing_column | the column `code` is missing | add it: the item's code, at most 48 characters, no spaces",
    ),
    (
        "code,name,Code\nA,b,C\n",
        "1 code duplicate_column | the column `code` stands there twice | keep one of them",
    ),
    (
        "code,name\n,b\n",
        "2 code required | this is empty | fill in the item's code, at most 48 characters, no spaces",
    ),
    (
        "code,name\nA B,b\n",
        "2 code bad_character | `A B` is not a code | codes have no spaces and no control characters",
    ),
    (
        "code,name\nA,b,c\n",
        "2  field_count | 3 fields where the header has 2 | put a text that holds the separator in double quotes",
    ),
    (
        "code,name\nA\n",
        "2  field_count | 1 fields where the header has 2 | put a text that holds the separator in double quotes",
    ),
    (
        "code,name\nA,b\n\nA,c\n",
        "4 code duplicate | `A` is already on line 2 | keep one of the lines",
    ),
    (
        "code,name,barcodes\nA,b,77\nB,c,66;77\n",
        "3 barcodes duplicate | `77` is already on line 2 | keep one of the lines",
    ),
    (
        "code,name,barcodes\nA,b,77;77\n",
        "2 barcodes duplicate | `77` stands there twice | keep one of them",
    ),
    (
        "code,name,barcodes\nA,b,7 7\n",
        "2 barcodes bad_form | `7 7` is not a barcode | a barcode is 1 to 90 ASCII characters without spaces; separate several by ;",
    ),
    (
        "code,name,barcodes\nA,b,77*x\n",
        "2 barcodes not_a_number | `x` is not a whole number | write plain digits, as 24",
    ),
    (
        "code,name,packagings,barcodes\nA,b,case=24,77@casse\n",
        "2 barcodes unknown_packaging | `casse` is not a packaging of this item | did you mean `@case`?",
    ),
    (
        "code,name,packagings\nA,b,case\n",
        "2 packagings bad_form | `case` is not a packaging | write name=units, as case=24;pallet=480",
    ),
    (
        "code,name,packagings\nA,b,case=1\n",
        "2 packagings out_of_range | 1 is out of range | give a whole number from 2 to 1000000000",
    ),
    (
        "code,name,weight_g\nA,b,\"1,250\"\n",
        "2 weight_g not_a_number | `1,250` is not a whole number | write 1250",
    ),
    (
        "code,name,weight_g\nA,b,67.0\n",
        "2 weight_g not_a_number | `67.0` is not a whole number | write 67",
    ),
    (
        "code,name,weight_g\nA,b,-5\n",
        "2 weight_g out_of_range | -5 is too small | give a whole number from 0 to 20000000",
    ),
    (
        "code,name,length_mm\nA,b,99999999999999999999\n",
        "2 length_mm not_a_number | 99999999999999999999 is too large | give fewer digits",
    ),
    (
        "code,name,lot_tracked\nA,b,maybe\n",
        "2 lot_tracked not_yes_or_no | `maybe` is neither yes nor no | write yes or no",
    ),
    (
        "code,name,expiry_tracked\nA,b,yes\n",
        "2 expiry_tracked inconsistent | an expiry date belongs to a lot, but lot_tracked is not yes | set lot_tracked to yes, or expiry_tracked to no",
    ),
    (
        "code,name\nA,b\u{7}c\n",
        "2 name bad_character | this holds a line break or another control character | write it on one line",
    ),
    (
        "code,name\nA,\"b\nB,c\n",
        "2  quote_not_closed | a quote opened here is not closed before the end of the file | close it, or double a quote that belongs to the text",
    ),
];

#[test]
fn one_mistake_in_an_items_file() {
    for (text, expected) in MISTAKES {
        one_fault(&csv::<ItemRow>(text), expected);
    }
    let long = format!("code,name\nA,{}\n", "x".repeat(201));
    one_fault(
        &csv::<ItemRow>(&long),
        "2 name too_long | this has 201 characters | shorten it to 200",
    );
    let huge = format!("code,name\nA,{}\nB,c\n", "x".repeat(9000));
    let report = csv::<ItemRow>(&huge);
    one_fault(
        &report,
        "2  line_too_long | a field over 8192 bytes or a line over 65536 | look for a quote that is not closed on this line",
    );
    assert_eq!(report.rows.len(), 1);
}

#[test]
fn one_mistake_in_the_other_files() {
    one_fault(
        &csv::<PlaceRow>("code,kind\nA 1,reserve\n"),
        "2 code bad_character | ` ` is not allowed in a place's code | use letters, digits and - . _ / as in A-07-12-1",
    );
    one_fault(
        &csv::<PlaceRow>("code,kind\nA-1,pick face\na-1,reserve\n"),
        "3 code duplicate | `A-1` is already on line 2 | keep one of the lines",
    );
    one_fault(
        &csv::<PlaceRow>("code,kind\nA-1,reserv\n"),
        "2 kind not_a_choice | `reserv` is not known here | did you mean `reserve`? It is one of pick_face, reserve, dock, bench, staging, quarantine, returns",
    );
    one_fault(
        &csv::<StockRow>("place,item,quantity\nA-1,X,0\n"),
        "2 quantity out_of_range | 0 is too small | give a whole number from 1 to 1000000000",
    );
    one_fault(
        &csv::<StockRow>("place,item,quantity\nA-1,X,1000000001\n"),
        "2 quantity out_of_range | 1000000001 is too large | give a whole number from 1 to 1000000000",
    );
    one_fault(
        &csv::<StockRow>("place,item,quantity\nA-1,X,5\nA-1,Y,5\nA-1,X,6\n"),
        "4 place duplicate | `A-1 X    available ` is already on line 2 | keep one of the lines",
    );
    one_fault(
        &csv::<StockRow>("place,item,quantity,expiry\nA-1,X,5,31.12.2026\n"),
        "2 expiry not_a_date | `31.12.2026` is not a date | write it as 2026-11-22",
    );
    one_fault(
        &csv::<StockRow>("place,item,quantity,expiry\nA-1,X,5,2026-02-30\n"),
        "2 expiry not_a_date | `2026-02-30` is not a date | write it as 2026-11-22",
    );
    one_fault(
        &csv::<WorkerRow>("number,name,roles,badge\n1,Mei,picker,w01\n"),
        "2 badge bad_form | a badge has 4 to 24 capitals and digits | write it as W0107K",
    );
    one_fault(
        &csv::<WorkerRow>("number,name,roles\n1,Mei,picker;boss\n"),
        "2 roles not_a_choice | `boss` is not known here | it is one of picker, packer, receiver, counter, lead, admin",
    );
    one_fault(
        &csv::<WorkerRow>("number,name,roles,PIN\n1,Mei,picker,1234\n"),
        "1 pin secret_column | PINs and passwords are never imported | remove it: workers and leads set PINs on a screen",
    );
    one_fault(
        &csv::<CarrierRow>("code,name,cutoffs\nROBIN,Robin,12:00;25:00\n"),
        "2 cutoffs not_a_time | `25:00` is not a time of day | write it as 17:00",
    );
    one_fault(
        &csv::<OwnerRow>("code,name\nN,North\nN,North again\n"),
        "3 code duplicate | `N` is already on line 2 | keep one of the lines",
    );
}

#[test]
fn one_mistake_in_an_orders_file() {
    let table = [
        (
            "order,item,quantity,channel\n1,A,6,b2b\n2,A,1,shop\n1,B,1,shop\n",
            "4 channel conflict | `shop` here, but `b2b` on line 2 of 1 | give the same on every line, or leave it empty on all but one",
        ),
        (
            "order,item,quantity,placed_at\n1,A,6,yesterday\n",
            "2 placed_at not_a_time | `yesterday` is not a time | write it as 2026-11-22T08:26:00+00:00, or 2026-11-22 08:26 for local time",
        ),
        (
            "order,item,quantity,cutoff_at\n1,A,6,2026-11-22\n",
            "2 cutoff_at not_a_time | `2026-11-22` is not a time | write it as 2026-11-22T08:26:00+00:00, or 2026-11-22 08:26 for local time",
        ),
        (
            "order,item,quantity,placed_at\n1,A,6,2026-03-29 01:30\n",
            "2 placed_at no_such_time | `2026-03-29 01:30` does not exist in Europe/London: clocks went forward | move it by an hour, or write it with its offset",
        ),
        (
            "order,item,quantity,placed_at\n1,A,6,1926-03-29 01:30\n",
            "2 placed_at out_of_range | the year 1926 is out of range | give a year from 2000 to 2099",
        ),
        (
            "order,item,quantity,priority\n1,A,6,10\n",
            "2 priority out_of_range | 10 is too large | give a whole number from 1 to 9",
        ),
        (
            "order,item,qty\n1,A,6\n",
            "1 quantity missing_column | the column `quantity` is missing | add it: whole base units, 1 or more",
        ),
        (
            "order,item,quantiy\n1,A,6\n",
            "1 quantity missing_column | the column `quantity` is missing | rename `quantiy` to `quantity`",
        ),
    ];
    for (text, expected) in table {
        one_fault(&orders(text), expected);
    }
}

#[test]
fn an_order_with_a_bad_line_is_left_out_whole() {
    let report = orders("order,item,quantity\n1,A,6\n2,A,1\n1,B,x\n3,C,x\n");
    let kept: Vec<&str> = report
        .rows
        .iter()
        .map(|(_, order)| order.order.as_str())
        .collect();
    assert_eq!(kept, ["2"]);
    assert_eq!(report.errors.len(), 2);
    let warned: Vec<_> = report
        .warnings
        .iter()
        .map(|warning| (warning.line, warning.code, &*warning.value))
        .collect();
    assert_eq!(warned, [(4, Fault::Incomplete, "1")]);
}

#[test]
fn a_line_with_three_mistakes_is_reported_with_three() {
    let report = orders("order,item,quantity,priority\n1,,none,0\n");
    let fields: Vec<&str> = report.errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["priority", "item", "quantity"]);
}

#[test]
fn unknown_columns_are_warned_about_once() {
    let report: ReadReport<ItemRow> = csv("code,name,colour,wieght_g\nA,b,red,5\n");
    assert_eq!(report.rows.len(), 1);
    let told: Vec<_> = report
        .warnings
        .iter()
        .map(|warning| (&*warning.field, warning.hint.to_string()))
        .collect();
    assert_eq!(told[1].0, "wieght_g");
    assert_eq!(told[1].1, "did you mean `weight_g`? It is not read");
    assert_eq!(told.len(), 2);
    assert!(
        told[0]
            .1
            .starts_with("it is not read; the columns are code, name")
    );
    let lines = "{\"code\":\"A\",\"name\":\"b\",\"tint\":1}\n{\"code\":\"B\",\"name\":\"b\",\"tint\":1}\n";
    assert_eq!(
        read_bytes::<ItemRow>("", lines.as_bytes(), &options(London))
            .warnings
            .len(),
        1
    );
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_line() {
    // Latin-1: e acute before a line end is neither UTF-8 nor GB18030.
    let report: ReadReport<ItemRow> =
        read_bytes("items.csv", b"code,name\nA,b\nB,caf\xe9\n", &options(London));
    one_fault(
        &report,
        "3  encoding | this is not UTF-8 or GB18030 text | save the file as CSV in UTF-8, or name its encoding",
    );
    let forced = ReadOptions {
        encoding: Encoding::Utf8,
        ..options(London)
    };
    let report: ReadReport<ItemRow> = read_bytes("items.csv", b"code,name\nA,\xba\xec\n", &forced);
    one_fault(
        &report,
        "2  encoding | this is not UTF-8 text | save the file as CSV in UTF-8, or name its encoding",
    );
}

#[test]
fn one_mistake_in_a_json_file() {
    let read = |text: &str| read_bytes::<ItemRow>("items.jsonl", text.as_bytes(), &options(London));
    let form = "write one object a line, as {\"code\": \"A-07-12-1\"}, without brackets round the file";
    one_fault(
        &read("{\"code\":\"A\",\"name\":\"b\"}\n[1]\n"),
        &format!("2  not_json | this is not a JSON object | {form}"),
    );
    let broken = read("{\"code\":\"A\",\"name\":\"b\"\n");
    assert_eq!(
        (broken.errors[0].line, broken.errors[0].code),
        (1, Fault::NotJson)
    );
    one_fault(
        &read("{\"code\":\"A\",\"name\":\"b\",\"weight_g\":1.5}\n"),
        "1 weight_g not_a_number | `1.5` is not a whole number | write plain digits, as 24",
    );
    one_fault(
        &read("{\"code\":\"A\",\"name\":{\"en\":\"b\"}}\n"),
        "1 name bad_form | an object is not a cell | give a text, a number, true or false, or a list of texts",
    );
    one_fault(
        &read("{\"name\":\"b\"}\n"),
        "1 code required | this is empty | fill in the item's code, at most 48 characters, no spaces",
    );
}
