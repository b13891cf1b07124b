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
context-aisles = 通道
context-stock = 库存
context-workers = 人员
context-devices = 共用设备
context-access = 人员或设备登录方式
context-sessions = 会话
context-printing = 打印队列
context-journal = 日志
context-scanner = 扫描枪
context-help = 帮助
context-palette = 命令
context-why = 原因
context-undo-list = 最近步骤

keymap-about-default = 输入时用功能键，列表中用字母，其余用 Ctrl 和 Alt。
keymap-about-handheld = 手持扫描枪：只用功能键、数字键和回车。
keymap-about-vim = 默认按键，加上没有输入行时的 vi 字母键。
keymap-about-as400 = F1 帮助，F3 退出，F4 查询，F5 刷新，F12 取消。

keymap-default-runs = 按键文件有 { $count } 处错误，现用出厂按键：
keymaps-missing = 这里已没有名为“{ $name }”的按键，现用出厂按键。请用“按键”命令另选，或把 keymaps/{ $name }.toml 放回数据目录。
keymap-syntax = { $file } 第 { $line } 行：不是 TOML 格式（{ $reason }）。请改正此行；格式见 keymaps/default.toml。
keymap-unknown-base = { $file } 第 { $line } 行：没有名为“{ $name }”的出厂按键。是否为“{ $nearest }”？
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
keys-intro = 按键在认识它的最近场合起作用，“任何地方”的按键排在最后。每个动作还有一个词（有输入行时输入并按回车）和一个命令条码（随处可扫）。条码只用美式、法式和德式键盘上位置相同的字母。出厂按键有：
keys-action = 动作
keys-word = 词
keys-code = 条码
keys-bare-title = 没有按键的动作
keys-bare-intro = 这些动作从主菜单、命令面板、词或条码执行；数字用数字键。
keys-own-title = 自定义按键
keys-own-intro =
    数据目录的 keymaps 文件夹中的 NAME.toml 就是名为 NAME 的按键，与出厂按键一样选择：用“按键”命令（`/keys`、PFBUTTONS），或 pickface keys use NAME，可按人员或设备设置。文件只写对某个出厂按键的更改：base 所指的，否则同名的，否则默认的。每行替换一个场合中一个动作的按键；[] 表示解除。有错误的文件会连同行号和改法一起被拒绝，此时使用其下的出厂按键；pickface keys check FILE 可事先检查。终端连接时和有人登录时读取文件。

    在手持和车载设备上，设备的按键优先，因为由键盘决定；在工作台和办公桌，人员的按键优先。

keymaps-title = 按键
keymaps-whose-title = 按键：{ $name }
keymaps-about-own = 更改“{ $base }”，来自 keymaps/{ $name }.toml
keymaps-for-me = 用于我，无论在哪登录
keymaps-for-device = 用于此设备
keymaps-not-mine = 不用自己的按键
keymaps-not-device = 此设备不设按键
keymaps-in-use = 使用中
help-keys-screen = 选择您使用的按键：先选按键，再选用于自己还是此设备。
    在手持和车载设备上设备的按键优先，在工作台和办公桌您的按键优先。
    在数据目录的 keymaps 文件夹放一个文件即可添加自己的按键：见 docs/keys.md。
