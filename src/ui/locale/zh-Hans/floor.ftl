### 现场界面的用语：名称、时间、提示。

## Names of records

name-task = 拣货 { $id }
name-parcel = 包裹 { $id }
name-load = 装车 { $id }
name-receipt = 收货 { $id }
account-supplier = 供应商
account-customer = 客户
account-scrap = 报废
account-difference = 盘点差异
status-available = 可用
status-hold = 冻结
status-damaged = 残损
status-quarantine = 待检
stage-waiting = 待处理
stage-short = 缺货
stage-released = 已下发
stage-picking = 拣货中
stage-picked = 已拣
stage-packing = 打包中
stage-packed = 已打包
stage-loaded = 已装车
stage-shipped = 已发出
stage-cancelled = 已取消
hold-payment = 未付款
hold-address = 地址问题
hold-customer = 客户要求
hold-check = 待核查
hold-goods = 货品存疑
hold-other = 其他原因
packaging-case = { $count ->
   *[other] 箱
}
packaging-pallet = { $count ->
   *[other] 托
}
packaging-inner = { $count ->
   *[other] 中包
}

## Times

time-left = { $h }小时{ $m }
time-late = 迟{ $h }小时{ $m }

## The session

input-too-fast = 输入太快，等屏幕跟上后再扫。
input-too-long = 比任何条码都长，未处理，请重扫。
scan-repeat = { $code } 重复读取，已忽略
told-serial = { $text } 序列号 { $serial } 已记入日志。
scan-layout = { $code } 像是在另一种键盘布局（{ $layouts }）上打出的条码，未处理，请校准扫描枪。
scan-full-width = 全角字符已改正，请关闭输入法。
scan-caps-lock = 大小写已改正，大写锁定开着，请关闭。
scanner-settings-refused = 扫描枪设置未采用：{ $file } 第 { $line } 行 { $key }。改正前按默认设置工作，详见 pickface scan --check。
input-waiting = 待处理 { $count }
not-here = 此界面不能这样做。
no-such-word = 没有命令 { $word }，按 <app.help> 查看。
undo-nothing = 没有可撤销的步骤。
steps-title = 最近的步骤
why-nothing = 暂无说明。
bye = 再见。
no-number = 请输入数字。
no-such-worker = 没有此工牌或工号。

## Sign-in and home

sign-in-title = 登录
sign-in-about = 扫工牌，或输入工号按回车。
sign-in-badge = 请扫工牌
sign-in-pin = 请输入密码
help-sign-in = 扫工牌，或输入工号按回车，再输入密码。密码可由组长重设。
help-home = 等待您的工作。按行号，或扫命令条码。

## Picking

pick-title = 拣货
pick-idle = 没有拣货单。
pick-waiting = 有 { $count } 张拣货单。
pick-ask-idle = 在此等待，或按 <app.back> 返回
pick-ask-next = 按回车领下一单
pick-ask-place = 扫描库位 { $place }
pick-ask-item = 扫描商品 { $item }
pick-ask-put = 放 { $qty } 入 { $tote }：扫它
pick-ask-new-tote = 放 { $qty } 入空箱，格 { $slot }
pick-ask-deposit = 扫放箱的台或道
pick-ask-set-aside = 把 { $tote } 放一边：扫它
pick-all-done = 全部拣完。
pick-set-aside = 订单 { $order } 已取消。
pick-list-done = 拣货单完成。
pick-scan-a-tote = 先扫一个空箱。
pick-level = 第 { $level } 层
pick-qty = { $qty } 个
pick-qty-held = { $qty } 个 = { $held }
pick-lot = 批号 { $lot }
pick-into = 放入 { $slot }  { $tote }
pick-ask-zero = { $place } 空了?{ $ask }
ask-quantity = 手里有几个？
ask-short = 实有几个？没有按回车
ask-hand-over = 扫接手人的工牌
ask-take-over = 扫该单的箱，或持单人的工牌
no-task-to-take-over = 此码没有对应的拣货单。
why-pick-order = 属于订单 { $order }。
why-pick-place = { $place } 有 { $qty }，{ $since } 入库：先到期、先入库的先出，拣货位优先。
why-pick-lot = 批号 { $lot }，{ $expiry } 到期：须先出。
help-picking = 到库位扫码，扫商品，放入箱并扫箱。再扫商品每次加一。数字是手里的数量。扫下一库位即按所示数量确认。<pick.short> 缺货，<work.skip> 稍后再拣，<pick.full> 箱满。

event-order-saved = 订单 { $order } 已接收
event-order-shorted = 订单 { $order } 缺 { $missing }
event-order-line-changed = 订单 { $order } 第 { $line } 行改为 { $qty }
event-order-cancelled = 订单 { $order } 已取消
event-consignee-erased = 订单 { $order } 的收件人资料已删除
event-order-prioritized = 订单 { $order } 优先级 { $priority }
event-order-held = 订单 { $order } 暂缓：{ $reason }
event-order-let-go = 订单 { $order } 恢复
event-order-taken-off = 订单 { $order } 移出 { $task }
event-order-put-on = 订单 { $order } 并入 { $task }
event-order-closed = 订单 { $order } 已关闭：{ $stage }
event-stock-moved = { $item } x{ $qty } { $from } -> { $to }
event-task-made = { $task } 已生成，{ $lines } 行
event-task-claimed = { $task }：{ $worker }
event-walk-planned = { $task } 已改路线
event-task-parked = { $task } 已放回
event-task-closed = { $task } 完成
event-zero-asked = { $place } 应已空
event-picked = { $item } x{ $qty } { $tote }
event-unpicked = 已撤销：{ $item } x{ $qty } 退回
event-line-skipped = 已跳过，最后再拣
event-line-short = 缺 { $by }，已另找
event-line-added = { $place } 再拣 { $qty }
event-tote-filled = { $tote } 已满，扫另一个
event-tote-set-aside = 订单 { $order } 已放一边

## Refusals

no-broken = 会弄乱账目，未执行。请告诉组长：{ $what }
no-not-signed-in = 这里没有人登录。
no-inactive = { $worker } 不能再登录。
no-not-allowed = { $worker } 无权操作，请找组长。
no-master-code = 缺少编码。
no-keep-days = 号码至少保留一天。
no-prefix-few-serials = 厂商代码 { $prefix } 只有 { $serials } 个箱号，一年内不得重复。请先把 numbers_kept_days 设为 { $days } 以上。
no-master-code-too-long = { $code } 太长，标签放不下。
no-master-code-taken = { $code } 已用于别的东西。
no-master-unknown = 没有此商品、库位或货主。
no-quantity = 数量至少为 1。
no-need-lot = { $item } 需要批号和有效期。
no-stock-promised = { $item } 有 { $qty } 已分配给订单。
no-order-unknown = 没有此订单。
no-order-number-taken = 单号 { $order } 已属另一订单。
no-order-number-closed = 订单 { $number } 已关闭。
no-order-bad-line = 订单第 { $line } 行商品或数量有误。
no-order-over = 订单 { $order } { $stage }，不能更改。
no-order-left-already = 订单 { $order } 的 { $item } 已发出 { $qty }，不能更少。
no-order-gone = 订单 { $order } 已部分发出。
no-order-priority = 优先级 { $priority } 不在 1 到 9 之间。
no-order-too-late = 订单 { $order } { $stage }，优先级已无作用。
no-order-held = { $worker } 自 { $since } 暂缓订单 { $order }。
no-order-held-by-system = 订单 { $order } 自 { $since } 暂缓。
no-order-not-held = 订单 { $order } 未暂缓。
event-passage-one-way = { $from } 到 { $to } 单向通行
event-passage-closed = { $from } 到 { $to } 封闭
event-passage-open = { $from } 到 { $to } 双向通行
event-floor-drawn = 已有平面图
event-floor-undrawn = 重新按通道行走
event-turns-set = 已设先拣什么
no-floor-same-place = 一段通道有两端，不能只是 { $place }。
no-floor-map = 这不是平面图：方格 100 毫米到 5 米，须有可走处，最多 { $most } 格。
no-floor-zones = 最多 32 个库区后拣，不是 { $count } 个。
no-walks-too-many = 一次最多 50 条路线，不是 { $count } 条。
no-walks-from-elsewhere = 该路线依据的记录 { $seq } 在此尚未写入。
no-release-bad-group = 一张拣货单可含 1 到 64 个订单，不是 { $size }。
no-release-too-many-lines = 订单 { $order } 有 { $lines } 行，超过一条命令的上限。请作为任务下发。
no-release-nothing-waits = 这些订单都不再等待。
no-pick-work = 没有拣货单。
no-pick-unknown = { $task } 已完成或不存在。
no-pick-taken = { $task } 在 { $worker } 手里。
no-pick-not-yours = 请先领取 { $task }。
stop-pick-called-off = 订单 { $order } 已取消，把 { $tote } 放一边。
stop-order-called-off = 订单 { $order } 已取消。
no-unknown-code = 不认识 { $code }。{ $wanted }
want-place = 请到 { $place }。
want-item = 请扫 { $item }。
want-tote = 请扫订单 { $order } 的箱。
want-drop = 请扫台或道。
no-pick-wrong-place = 这是 { $found }，请到 { $expected }。
no-pick-place-first = 请先扫库位 { $place }。
no-pick-wrong-item = 这是 { $found }，应在 { $home }。要拣 { $expected }。
no-pick-wrong-item-homeless = 这是 { $found }。要拣 { $expected }。
no-pick-wrong-lot = 这是批号 { $found }，应在 { $home }。要拣批号 { $expected }。
no-pick-wrong-lot-homeless = 这是批号 { $found }。要拣批号 { $expected }。
no-pick-wrong-expiry = 这件到期 { $found }。要拣批号 { $lot }，到期 { $expected }。
no-pick-item-first = 请扫商品 { $item }。
no-pick-too-many = { $found } 太多，只要 { $wanted }。
no-pick-wrong-tote = 这是箱 { $found }，应放 { $expected }。
no-pick-tote-taken = 箱 { $tote } 装着订单 { $order }。
no-pick-tote-not-empty = 箱 { $tote } 不是空的。
no-pick-need-tote = 请为格 { $slot } 扫空箱。
no-pick-tote-first = 请先放入 { $tote } 并扫该箱。
no-pick-not-a-drop = { $place } 不是台或道。
no-pick-deposit-first = 已拣完：请扫台或道。
no-pick-no-line = 此单没有剩余的行。
no-pick-not-asked = 没有待确认的库位。
no-pick-has-task = { $worker } 已有 { $task }。
no-pick-no-such-picker = 此人不能拣货。
no-need-reason = 请说明原因。
short-held = { $where } 的 { $qty } 已分配给订单 { $order }。
short-status = { $where } 的 { $qty } 处于{ $status }。
short-other-owner = { $qty } 属于 { $owner }。
short-none = 库内没有。
