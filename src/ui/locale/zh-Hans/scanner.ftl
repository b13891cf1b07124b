### What a scanner sends and what is made of it; setting it up from the calibration sheet.

scanner-title = 扫描枪
scanner-ask = 扫任意条码：这里只显示，不记账。
scanner-why-evidence = 凭标识符、前后缀、一次读入、校验位或首个 GS1 编号判断为扫码；都没有时看速度。
scanner-why-typing = 比机器慢或太短的是手工输入，其字符按键处理。
scanner-why-repeat = 在设备的重复时限内再次出现的同一条码是同一件货读了两次，提示后略过。
help-scanner-screen = 显示键盘或扫描枪发来的一切：每次读入的字节、距上次的毫秒数、判断结果和理由。这里不记账。
    设置需要扫打印页上的两个条码（<scanner.print> 或 pickface scan --sheet pdf）。由此得知主机的键盘布局、大写锁定、扫码的结束符和 GS1 分隔符的去向；结果写入本设备在 scanners.toml 的设置，立即生效。

## What came, and what was made of it

watch-begins = 请扫码，手按 q 结束。
heard-key = 按键 { $key }
heard-typed = 手工输入：{ $key }
heard-too-short = 手工输入：{ $count } 个字符太少，扫码至少 { $least } 个
heard-too-slow = 手工输入：{ $count } 个字符，每个 { $ms } 毫秒；达到 { $least } 毫秒时须有校验位或标识符
heard-held-key = 手工输入：按住一键，{ $count } 次
heard-unended = 手工输入：{ $count } 个字符，每个 { $ms } 毫秒，没有结束符
heard-paste = 粘贴文本 { $text }
heard-dropped = 一次 { $count } 个字符，已丢弃
heard-scan = 扫码 { $code }
heard-why = 理由：{ $why }
heard-pace = 每字符 { $ms } 毫秒
heard-via-burst = 如同按键
heard-via-framed = 有前后缀
heard-via-paste = 粘贴
heard-aim = 标识符 { $aim }
heard-check-digit = 校验位正确
heard-note-case = 大写锁定开着，大小写已改回
heard-note-controls = 已去掉控制字符
heard-note-full-width = 全角字符已改正，请关闭输入法
heard-note-separator = 有文本按 GS1 分隔符读取
heard-note-unterminated = 没有结束符，请设置扫描枪发送回车
heard-repeat = 与刚才的条码相同，提示处会略过
heard-command = 命令：{ $command }
heard-gs1 = GS1 数据（{ $how }）：{ $elements }
heard-by-aim = 凭标识符
heard-by-brackets = 凭括号
heard-by-link = 凭链接
heard-by-separator = 凭分隔符
heard-by-check-digit = 凭首个编号的校验位
heard-by-shape = 凭格式
heard-splits = 可能缺少分隔符，可读作
heard-fault = GS1 数据有误：{ $fault }
heard-gtin = { $kind }：商品 { $gtin }
heard-carriers = 可能是 { $carriers } 的运单号
heard-layouts = 主机键盘布局可能是 { $layouts } 之一，请用校准页设置扫描枪
heard-known = 本库：{ $what }
heard-unknown = 本库没有此码

## Setting up

calibrate-title = 设置扫描枪
calibrate-first = 请扫校准页的条码 1。
calibrate-second = 再扫条码 2。
calibrate-sheet = 没有校准页？在此打印，或在电脑上：pickface scan --sheet pdf
calibrate-printing = 校准页在等 { $place } 的打印机。
calibrate-no-printer = 校准页在排队：此处还没有打印机。
carriers-refused = 运单号规则无法使用，不作推测；原因见 pickface scan --watch。
calibrate-both-read = 两个条码都已读取。
calibrate-nothing = 没有读到内容，请重扫。
calibrate-other-code = 不是这个条码，或没有键盘布局与之相符，请重扫。
calibrate-found-title = 结果
calibrate-several = 有几种键盘布局相符，请选择。
calibrate-use = 采用：{ $layout }
calibrate-again = 重扫两个条码
calibrate-leave = 保持原样
calibrate-written = { $device } 的扫描枪已设置，见 { $file }，请试扫。
calibrate-failed = 设置未写入：{ $why }
found-layout = 键盘布局：{ $layout }。
found-layouts = 键盘布局是其中之一：{ $layouts }。
found-gs-kept = GS1 分隔符原样到达。
found-gs-key = GS1 分隔符变为 { $key }。
found-gs-text = GS1 分隔符变为 { $text }。
found-gs-bracket = GS1 分隔符变为布局中 ] 的字符。
found-gs-lost = GS1 分隔符丢失：请设置扫描枪把 FNC1 发送为 { $word } 或 |，否则批次要询问。
found-no-terminator = 扫码没有结束符：请设置扫描枪在条码后发送回车。
found-terminator = 条码后面是 { $keys }。
found-prefix = 条码前面是 { $keys }。
found-caps-lock = 大写锁定开着：已改回，最好关闭。
found-full-width = 输入法产生全角字符：已改正，最好关闭输入法。
found-dead-keys = 死键会吞掉 { $lost }：若条码含有这些字符，请把扫描枪本身设为此布局。
found-aim = 发送码制标识符。
found-no-aim = 未发送码制标识符；发送后每个码都能确定。
