### 上架：界面用语和核心的应答。

putaway-title = 上架
putaway-title-from = 上架 { $from }
putaway-none = 月台没有待上架的货。
putaway-source = { $from }  { $goods }
putaway-source-more = { $from }  { $goods } +{ $more }
putaway-ask-source = 扫托盘、月台或货物
putaway-ask-item = 请扫商品。<moving.entire>：全部放一个货位
putaway-ask-bin = 送到 { $place }：扫它
putaway-ask-any-bin = 送到能放的货位：扫它
putaway-ask-confirm = 再扫 { $found } 放这里。<app.back>：不放
putaway-no-bin = 没有建议的货位
putaway-all = { $from } 全部 { $lines } 行
putaway-instead = 不是 { $place }
why-putaway-none = 没有空着的合适货位。能放下的货位都可以。
why-putaway-other = 放到别的货位会问一次。
why-putaway-item = { $item }：{ $from } 有 { $qty } 可上架。
help-putaway = 扫待上架的托盘、箱或月台，或扫货物本身。有多种货时再扫商品；数字是拿走的数量，再扫商品每次加一。送到屏幕上的货位并扫它，即入账。别的货位会问一次：再扫一次。<moving.entire> 把那里的全部放一个货位。

## 核心的应答

check-putaway-other-bin = 应放 { $expected }，这是 { $found }。再扫一次放这里。
event-put-away = { $qty } { $item } 已上架 { $place }
event-put-away-all = { $from } 的 { $lines } 行已上架 { $place }
event-put-away-undone = { $lines } 行已退回 { $from }
no-putaway-source-first = 先扫托盘、月台或货物。
no-putaway-is-a-bin = { $place } 是货位，货已上架。
no-putaway-order-goes-on = { $lpn } 属于订单 { $order }，订单有效。送去打包。
no-putaway-nothing-waits = 没有待上架的 { $item }。
no-putaway-which-one = { $item } 有多个批号或货主：扫批号或选择。
no-putaway-item-first = 先扫 { $from } 里的商品。
no-putaway-bin = { $why }请放 { $expected }。
no-putaway-gone-on = 太晚：{ $item } 已离开 { $place } 或已占用。
no-putaway-order-closed = 太晚：订单已关闭。
no-putaway-taken-since = 太晚：{ $lpn } 已另作他用。
no-bin-not-a-bin = { $place } 不是货位。
no-bin-other-lot = { $place } 有 { $item } 批号 { $lot }。
no-bin-full = { $place } 只能再放 { $room }。
stop-bin-other-owner = { $place } 是 { $owner } 的货。
want-putaway-source = 请扫托盘、月台或货物。
want-bin = 请扫货位。
why-bin-same-goods = 那里有同样的货。
why-bin-free-face = 空拣货位，该商品还没有。
why-bin-near-face = 靠近拣货位的空储位。
why-bin-free = 空货位。
why-bin-quarantine = 不可售的货放那里。
