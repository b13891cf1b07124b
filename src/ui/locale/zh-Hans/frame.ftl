### 每个画面都有的内容：应答、底行、列表、面板。

## 应答开头的词，最多五列。

answer-ok = 好
answer-last = 完成
answer-check = 注意
answer-no = 不对
answer-stop = 停
answer-acknowledge = 然后按 { $key }。

## 主题和语言

theme-dark = 深色
theme-light = 浅色
theme-high-contrast = 高对比
theme-mono = 无色
language-en = English
language-zh-Hans = 简体中文

## 按键

footer-more = 更多
footer-more-short = +
which-key-title = { $keys } 之后
help-title = 帮助
help-keys = 按键
help-codes = 命令条码
help-no-key = 无按键
palette-title = 命令
palette-prompt = 输入名称的一部分
palette-none = 没有这个命令。请删一个字。
palette-not-now = 暂不可用
why-title = 原因

## 列表

list-empty = 没有内容。
list-none-match = 没有包含“{ $filter }”的行。删一个字可看到更多。
list-filtering = 查找中：{ $looked } / { $total }
list-position = 第 { $row } / { $total } 行
list-matching = 第 { $row } / { $matching } 行（共 { $total }）
list-marked = 已标记 { $count }
menu-page = 第 { $page } / { $pages } 页
text-position = { $line } / { $lines }
