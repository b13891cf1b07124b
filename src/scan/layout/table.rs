//! What a scanner set to a US keyboard types on hosts with other layouts.
//!
//! Source: the key maps of xkeyboard-config (MIT), read through libxkbcommon: the key that types a character on the US
//! layout, and what the same key gives on the other.

use super::Layout;

/// Columns: name as X11 gives it, what people call it; characters the host delivers and, at the same places, what the
/// scanner meant; characters that are lost to dead keys; what becomes of Ctrl+], which is GS.
#[rustfmt::skip]
pub(super) static LAYOUTS: [Layout; 37] = [
    row("us", "US English", "", "", "", "\u{1d}"),
    row("gb", "British", "@£\"#~¬", "\"#@\\|~", "", "\u{1d}"),
    row("de", "German", "Ä§/ä)=(ß-Öö;:_\"ZYü#+&?zyÜ'*°", "\"#&'()*-/:;<>?@YZ[\\]^_yz{|}~", "+=`", "+"),
    row("de(nodeadkeys)", "German without dead keys", "Ä§/ä)=(`ß-Öö;´:_\"ZYü#+&?^zyÜ'*°", "\"#&'()*+-/:;<=>?@YZ[\\]^_`yz{|}~", "", "+"),
    row("at", "Austrian", "Ä§/ä)=(ß-Öö;:_\"ZYü#+&?zyÜ'*°", "\"#&'()*-/:;<>?@YZ[\\]^_yz{|}~", "+=`", "+"),
    row("ch", "Swiss German", "+à*ç/ä)=('-éö;:_\"ZYü$&?§zyè£!°", "!\"#$&'()*-/:;<>?@YZ[\\^_`yz{|}~", "+=]", ""),
    row("ch(fr)", "Swiss French", "+ä*ç/à)=('-öé;:_\"ZYè$&?§zyü£!°", "!\"#$&'()*-/:;<>?@YZ[\\^_`yz{|}~", "+=]", ""),
    row("fr", "French", "1%3457ù908;):!à&é\"'(-è_çMm./§2Q?AZW*$6°²q,azwµ£", "!\"#$%&'()*,-./0123456789:;<>?@AMQWZ\\]^_`amqwz|}", "[{", "$"),
    row("be", "Belgian", "1%3457ù908_;):=à&é\"'(§è!çMm.-/+2Q?AZWµ$6°²q,azw£*³", "!\"#$%&'()*+,-./0123456789:;<=>?@AMQWZ\\]^_`amqwz|}~", "[{", "$"),
    row("ca", "Canadian French", "/é'É\"<?#>|", "#/<?@\\^`|~", "\"'[]{}", ""),
    row("es", "Spanish", "·/)=(¿'-Ññ;¡:_\"ç+&?ºÇ*ª", "#&()*+-/:;<=>?@\\]^_`|}~", "\"'[{", "+"),
    row("latam", "Latin American", "[/{)=(¡'-Ññ;¿:_\"}+&?|]*°", "\"&'()*+-/:;<=>?@\\]^_`|}~", "[{", "+"),
    row("it", "Italian", "°£/à)=(^'-çò;ì:_\"èù+&?\\é§*|", "\"#&'()*+-/:;<=>?@[\\]^_`{|}~", "", "+"),
    row("pt", "Portuguese", "ª/º)=(»'-Çç;«:_\"+&?\\*|", "\"&'()*+-/:;<=>?@[^_`{~", "\\]|}", ""),
    row("br", "Brazilian", ";Çç:]['}{\"", "/:;?\\]`|}~", "\"'[^{", "\u{1b}"),
    row("se", "Swedish", "Ä¤/ä)=(+-Öö;:_\"å'&?§Å*½", "\"$&'()*-/:;<>?@[\\^_`{|~", "+=]}", ""),
    row("no", "Norwegian", "Æ¤/æ)=(+-Øø;\\:_\"å'&?|Å*§", "\"$&'()*-/:;<=>?@[\\^_`{|~", "+]}", ""),
    row("dk", "Danish", "Ø¤/ø)=(+-Ææ;:_\"å'&?½Å*§", "\"$&'()*-/:;<>?@[\\^_`{|~", "+=]}", ""),
    row("fi", "Finnish", "Ä¤/ä)=(+-Öö;:_\"å'&?§Å*½", "\"$&'()*-/:;<>?@[\\^_`{|~", "+=]}", ""),
    row("pl", "Polish", "", "", "", "\u{1d}"),
    row("cz", "Czech", "1!3457§908=-é+ěščřžýáí\"ů?:_2ZYú)6%;zy/'(", "!\"#$%&'()*-/0123456789:;<>?@YZ[]^_`yz{|}", "+=\\~", ")"),
    row("sk", "Slovak", "1!3457§908=-é+ľščťžýáí\"ô?:_2ZYúňä6%;zy/)(", "!\"#$%&'()*-/0123456789:;<>?@YZ[\\]^_`yz{|}", "+=~", "ä"),
    row("hu", "Hungarian", "'Á+!=á)Ö(Óü-öÉé?ó:_\"ZYőűú/Ü0zyŐŰÚ§", "!\"#$&'()*+-/0:;<=>?@YZ[\\]^_`yz{|}~", "", "ú"),
    row("ro", "Romanian", "", "", "", "\u{1d}"),
    row("hr", "Croatian", "Ć/ć)=(*'-Čč;+:_\"ZYšžđ&?zyŠŽĐ", "\"&'()*+-/:;<=>?@YZ[\\]^_yz{|}", "", "đ"),
    row("tr", "Turkish", "İ^+/i)=(_ö*ç.ŞşÖ-Ç:'ğ,ü&?\"ıĞ;Üé", "\"#$&'()*+,-./:;<=>?@[\\]^_`i{|}~", "", "ü"),
    row("ru", "Russian", "Э№;?эбю.ЖжБЮ,\"ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯхъ:ёфисвуапршолдьтщзйкыегмцчняХ/ЪЁ", "\"#$&',./:;<>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^`abcdefghijklmnopqrstuvwxyz{|}~", "", "ъ"),
    row("ua", "Ukrainian", "Є№;?єбю.ЖжБЮ,\"ФИСВУАПРШОЛДЬТЩЗЙКІЕГМЦЧНЯхґї:'фисвуапршолдьтщзйкіегмцчняХҐЇʼ", "\"#$&',./:;<>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^`abcdefghijklmnopqrstuvwxyz{|}~", "", "ї"),
    row("gr", "Greek", "ΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠ:ΡΣΤΘΩΧΥΖαβψδεφγηιξκλμνοπ;ρστθωςχυζ", "ABCDEFGHIJKLMNOPQRSTUVXYZabcdefghijklmnopqrstuvwxyz", ":;", "\u{1d}"),
    row("il", "Hebrew", ",)(\u{5ea}\u{5e5}.\u{5e3}><][;\u{5e9}\u{5e0}\u{5d1}\u{5d2}\u{5e7}\u{5db}\u{5e2}\u{5d9}\u{5df}\u{5d7}\u{5dc}\u{5da}\u{5e6}\u{5de}\u{5dd}\u{5e4}/\u{5e8}\u{5d3}\u{5d0}\u{5d5}\u{5d4}'\u{5e1}\u{5d8}\u{5d6}}{", "'(),./;<>[]`abcdefghijklmnopqrstuvwxyz{}", "", "\u{1b}"),
    row("ara", "Arabic", "\u{637})(\u{648}\u{632}\u{638}\u{643},.\u{61f}\u{650}ﻵ}]\u{64f}[ﻷ\u{623}÷\u{640}\u{60c}/'\u{622}×\u{61b}\u{64e}\u{64c}\u{64d}ﻹ`{\u{64b}\u{652}\u{625}~\u{62c}\u{62f}\u{630}\u{634}ﻻ\u{624}\u{64a}\u{62b}\u{628}\u{644}\u{627}\u{647}\u{62a}\u{646}\u{645}\u{629}\u{649}\u{62e}\u{62d}\u{636}\u{642}\u{633}\u{641}\u{639}\u{631}\u{635}\u{621}\u{63a}\u{626}<…>\u{651}", "'(),./;<>?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]`abcdefghijklmnopqrstuvwxyz{|}~", "", "\u{62f}"),
    row("jp", "Japanese", "*':)~(+^\"@][&=`}{", "\"&'()*:=@[\\]^_{|}", "`~", "\u{1b}"),
    row("kr", "Korean", "", "", "", "\u{1d}"),
    row("cn", "Chinese", "", "", "", "\u{1d}"),
    row("us(intl)", "US international", "", "", "\"'^`~", "\u{1d}"),
    row("us(dvorak)", "US Dvorak", "_-}w[vzSsW]VZXJE>UIDCHTNBRL\"POYGK<QF:/={xje.uidchtnbrl'poygk,qf;?+", "\"'+,-./:;<=>?BCDEFGHIJKLNOPQRSTUVWXYZ[]_bcdefghijklnopqrstuvwxyz{}", "", "="),
    row("nl", "Dutch", "_)'(/-±+;°:=\"<*&?@>|§", "&()*-/:;<=>?@\\]^_`|}~", "\"'+[{", "*"),
];

const fn row(
    name: &'static str,
    title: &'static str,
    host: &'static str,
    meant: &'static str,
    lost: &'static str,
    gs: &'static str,
) -> Layout {
    Layout {
        name,
        title,
        host,
        meant,
        lost,
        gs,
    }
}
