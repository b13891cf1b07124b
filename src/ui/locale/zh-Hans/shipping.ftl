### 月台。

load-title = 装车
load-which-dock = 这是哪个月台?
load-ask-dock = 请扫月台、暂存道或装车单
load-at-dock = 月台 { $dock }
load-dock-first = 请先扫月台或暂存道。
load-ask-carrier = 扫承运商,或输入序号
load-no-carrier = 无待装包裹,请扫承运商或装车单。
load-carriers = 哪家承运商?
load-ask-parcel = 请扫 { $carrier } 的包裹
load-ask-unload = 扫要卸下的包裹。<app.back> 结束
load-ask-label = 扫要补标签的包裹
load-ask-leaving = 自动发车中。可扫别的车或月台
load-loaded = 已装 { $count }
load-waits = 待装 { $count }
load-all-loaded = 全部已装
load-unloading = 正在卸车
load-leaving = 正在发车:还剩 { $count } 件
load-weight = { $weight }
load-in = { $order } 已装:共 { $count },待装 { $waiting }
load-last-in = { $order } 已装:{ $carrier } 的 { $count } 件已齐
load-off = { $order } 已卸下:共 { $count }
load-confirm-close = { $waiting ->
    [0] { $count } 件已全部装车。
   *[other] { $carrier } 还有 { $waiting } 件待装。
}再按一次关闭此车。
load-confirm-void = 将卸下 { $count } 件。再按一次作废此车。
load-none-open = 请先开始或扫描装车单。
load-no-parcel = 请扫包裹标签。
load-gone = { $load } 已完成。
load-elsewhere = 此车已不在。
why-load = { $load }:{ $carrier },{ $dock },{ $at } 开始。
why-load-cutoff = { $carrier } 有 { $count } 件于 { $cutoff } 截止。
help-loading = 先扫月台,再扫承运商;或直接扫装车单。然后逐件扫入包裹。旁边按截止时间列出待装数量。按两次 <load.close> 关闭装车,包裹即出库。<load.unload> 卸下包裹,<load.new> 开始或选择另一车。

want-parcel = 请扫 { $carrier } 的包裹。

event-load-opened = 开始装车 { $load }({ $carrier })
event-parcel-loaded = { $sscc }(订单 { $order })装入 { $load }
event-parcel-unloaded = { $sscc }(订单 { $order })已卸下
event-load-voided = 装车 { $load } 作废
event-parcel-shipped = { $sscc }(订单 { $order })随 { $load } 发出
event-load-closed = { $load } 已发车:{ $parcels } 件,{ $weight }

no-load-carrier = 未知承运商。
no-load-dock = { $place } 不是月台或暂存道。
no-load-unknown = 此车已发出或已作废。
no-load-leaving = { $load } 正在发车,不可装卸。
no-load-being-voided = { $load } 正在作废,不可装入。
no-load-left = { $code } 已于 { $at } 随 { $load } 由 { $worker } 发出。
no-load-gone = { $code } 早已发出。
stop-load-label-void = 标签作废 { $code }:请找新标签。
no-load-not-a-parcel = { $code } 不是包裹。{ $wanted }
no-load-which-parcel = 订单 { $order } 有 { $count } 件待装,请扫包裹。
stop-load-not-closed = 未封箱!订单 { $order } 还在 { $bench } 打包。
stop-load-called-off = 订单 { $order } 已取消!包裹留下拆箱。
stop-load-take-out = 订单 { $order } 已减少!请开箱取出 { $qty } { $item },放回 { $home }。
stop-load-take-out-homeless = 订单 { $order } 已减少!请开箱取出 { $qty } { $item }。
stop-order-on-hold = 订单 { $order } 自 { $since } 暂缓:{ $reason }。请留在原处。
no-load-twice = 已在 { $load },{ $worker } { $at } 装入。
no-load-wrong-carrier = 承运商是 { $found },此车是 { $expected }。
no-load-not-whole = 订单 { $order } 须整单发,尚未全部打包。
no-load-not-loaded = 包裹未装车。
no-load-empty = { $load } 是空车,请作废。
no-load-torn = 订单 { $order } 须整单发:还有 { $count } 件不在此车。
