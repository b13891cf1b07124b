### What every screen has: answers, footer, lists, panels.

## The word that leads an answer, five columns at most.

answer-ok = OK
answer-last = LAST
answer-check = CHECK
answer-no = NO
answer-stop = STOP
answer-acknowledge = Then press { $key }.

## Themes and languages

theme-dark = Dark
theme-light = Light
theme-high-contrast = High contrast
theme-mono = No colours
language-en = English
language-zh-Hans = 简体中文

## Keys

footer-more = More
footer-more-short = +
which-key-title = { $keys } and then
help-title = Help
help-keys = Keys
help-codes = Command barcodes
help-no-key = no key
palette-title = Commands
palette-prompt = Type a part of its name
palette-none = No command is called that. Erase a letter.
palette-not-now = not now
why-title = Why

## Lists

list-empty = Nothing here.
list-none-match = No row holds "{ $filter }". Erase a letter to see more.
list-filtering = looking: { $looked } of { $total }
list-position = { $row } of { $total }
list-matching = { $row } of { $matching } ({ $total } in all)
list-marked = { $count } marked
menu-page = page { $page } of { $pages }
text-position = { $line } of { $lines }
