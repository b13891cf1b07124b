### 移库：界面用语和核心的应答。

moving-title = 移库
moving-title-from = 移库 { $from }
moving-about = 移动货物或整托
moving-ask-source = 扫货在哪里
moving-ask-item = 请扫商品。<moving.entire>：全部
moving-ask-item-or-place = 扫商品；或扫库位放下
moving-ask-to = 扫移到哪里
moving-all = 全部 { $lines } 行
moving-empty = 空
moving-from = 来自 { $from }
moving-order = 订单 { $order }
why-moving-free = { $place }：{ $qty } 中 { $free } 可移动。订单占用的留下。
help-moving = 扫货在哪里：库位、托盘、箱或周转箱。扫商品；数字是拿走的数量，再扫商品每次加一。扫移到哪里即入账。<moving.entire> 移走全部。整托移动：扫托盘或箱，再扫库位。

## 核心的应答

event-moved = { $qty } { $item }：{ $from } 移至 { $to }
event-moved-all = { $lines } 行：{ $from } 移至 { $to }
event-moved-back = { $lines } 行已移回 { $to }
event-lpn-set-down = { $lpn } 已放在 { $place }
event-lpn-taken-up = { $lpn } 已拿起
no-move-source-first = 先扫货在哪里。
no-move-picked = { $lpn } 装着订单 { $order } 的拣货。打包，或取消后上架。
no-move-which-one = { $item } 有多个批号或货主：扫批号或选择。
no-move-item-first = 先扫 { $from } 里的商品。
no-move-too-many = 要 { $found }，只有 { $there }。
no-move-same-place = 已经在 { $holder }。
no-move-no-holder = { $holder } 不能放散货。
no-move-not-for-lpns = { $lpn } 不能停在货位 { $place }。请把货上架。
no-move-too-many-lines = 一次太多：最多 { $most } 行。
no-move-gone-on = 太晚：{ $item } 已离开 { $holder } 或已占用。
no-move-lpn-gone-on = 太晚：{ $lpn } 在 { $place }。
no-move-lpn-carried = 太晚：{ $lpn } 正在搬运。
want-move-source = 请扫货在哪里。
want-move-to = 请扫移到哪里。
