### 按键的场合、按键文件中的错误，以及按键总览页。

context-global = 任何地方
context-prompt = 输入行
context-filter = 列表筛选
context-menu = 菜单
context-list = 列表
context-sign-in = 登录
context-picking = 拣货
context-packing = 包装
context-loading = 装车
context-receiving = 收货
context-putaway = 上架
context-moving = 移库
context-counting = 盘点
context-orders = 订单
context-queues = 作业队列
context-reviews = 盘点差异
context-slotting = 库位规划
context-stock = 库存
context-workers = 人员
context-printing = 打印队列
context-journal = 日志
context-help = 帮助
context-palette = 命令
context-why = 原因
context-undo-list = 最近步骤

keymap-default-runs = 按键文件有 { $count } 处错误，现用出厂按键：
keymap-syntax = { $file } 第 { $line } 行：不是 TOML 格式（{ $reason }）。请改正此行；格式见 keymaps/default.toml。
keymap-not-a-table = { $file } 第 { $line } 行：{ $context } 是动作表。请单独一行写 [{ $context }]，动作写在下面。
keymap-unknown-context = { $file } 第 { $line } 行：没有 [{ $name }] 这个场合。是否为 [{ $nearest }]？
keymap-unknown-action = { $file } 第 { $line } 行：没有 { $name } 这个动作。是否为 { $nearest }？
keymap-not-offered = { $file } 第 { $line } 行：{ $action } 不能用在 [{ $context }]。请写在 [{ $instead }] 之下。
keymap-not-keys = { $file } 第 { $line } 行：{ $action } 需要带引号的按键列表，例如 { $action } = ["f1"]；不要按键则写 []。
keymap-unknown-key = { $file } 第 { $line } 行：{ $action } 的 "{ $key }" 不是按键。请写成 f1、ctrl-k、pageup 或 "g g"。
keymap-plus-sign = { $file } 第 { $line } 行："{ $key }" 用了加号。请写成 "{ $meant }"。
keymap-empty = { $file } 第 { $line } 行：{ $action } 的按键是空的。请写一个按键，不要则写 []。
keymap-too-long = { $file } 第 { $line } 行："{ $key }" 超过 { $most } 个按键。请缩短。
keymap-reserved-scanner = { $file } 第 { $line } 行："{ $key }" 不能使用：扫描枪会在条码中发送这个字节。请改用功能键。
keymap-reserved-same-byte = { $file } 第 { $line } 行："{ $key }" 不能使用：终端对另一个键发送同样的字节。请改用别的键。
keymap-reserved-text = { $file } 第 { $line } 行："{ $key }" 不能用在这里：有输入行时它是文字。请用功能键，或加 ctrl- 或 alt-。
keymap-reserved-digit = { $file } 第 { $line } 行："{ $key }" 不能用在菜单里：数字用来选择菜单项。请改用别的键。
keymap-duplicate = { $file } 第 { $line } 行：{ $key } 在 [{ $context }] 已是 { $other }，不能再作 { $action }。请换一个键，或解除另一个：{ $other } = []。
keymap-shadowed = { $file } 第 { $line } 行：{ $action } 的 { $key } 永远不会起作用：{ $by } 在 [{ $context }] 先执行 { $other }。请改其中一个。
keymap-too-large = { $file } 第 { $line } 行：文件有 { $bytes } 字节，按键文件最多 { $most }。文件选对了吗？

keys-title = 按键和命令条码
keys-intro = 按键在认识它的最近场合起作用，“任何地方”的按键排在最后。您自己的按键文件可以逐个动作更改。
keys-key = 按键
keys-action = 动作
keys-word = 词
keys-code = 条码
keys-contexts = 场合
keys-codes-title = 全部动作
keys-codes-intro = 每个动作也可以输入词再按回车，或扫描命令条码。条码只用美式、法式和德式键盘上位置相同的字母。
