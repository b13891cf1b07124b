### 更正库存：核心的应答和理由。

## 核心的应答

check-adjust-second-person = 等待第二人确认：{ $what }。
event-adjusted = { $where } 的 { $item } 调整 { $qty }（{ $reason }）
event-scrapped = { $where } 的 { $item } 报废 { $qty }（{ $reason }）
event-held = { $where } 的 { $item } 冻结 { $qty }（{ $reason }）
event-released = { $where } 的 { $item } 解冻 { $qty }（{ $reason }）
event-adjust-rejected = 未入账：{ $what }
event-correction-undone = 已撤回：{ $what }
event-place-blocked = { $place } 已锁定
event-place-freed = { $place } 已解锁
no-adjust-unknown = 没有这条库存。
no-adjust-picked = 在 { $lpn }，已为订单 { $order } 拣出。
no-adjust-not-for-sale = 已不可售：{ $status }。
no-adjust-for-sale = 本来就可售。
no-adjust-too-many = 要 { $found }，只有 { $there }。
no-adjust-waits = { $worker } 的调整已在等待。
no-adjust-no-approval = 已经决定。
no-adjust-same-person = { $worker } 是申请人：须另一人确认。
no-adjust-agreed = 太晚：{ $worker } 已确认。请另做调整。
no-adjust-gone-on = 太晚：{ $qty } 已移走。
no-adjust-decided-since = 太晚：之后已有别的决定。
reason-miscounted = 数错
reason-found = 找到
reason-lost = 丢失
reason-broken = 破损
reason-expired = 过期
reason-recall = 召回
reason-quality = 质检
reason-sample = 样品
reason-other = 其他
