### 撤销。

no-undo-unknown = 没有记录 { $record }。
no-undo-not-yours = 这是 { $worker } 做的，由本人或班组长撤销。
no-undo-of-the-program = 这是系统做的，不能撤销。
no-undo-too-old = 时间过久：{ $at }。只能撤销12小时内的操作。
no-undo-already = 已于 { $at } 撤销。
no-undo-cannot = 此操作不能撤销。
no-undo-went-on = 无可撤销：已经过了这一步。
no-undo-gone-on = 订单 { $order } 已往下走：{ $stage }，自 { $since }。{ $way }
no-undo-gone = 订单 { $order } 已关闭：{ $stage }。{ $way }
no-undo-in-hands = { $worker } 自 { $since } 持有拣货单 { $task }，请找本人或班组长。
no-undo-not-in-tote = { $tote } 里已没有这些货。
no-undo-other-tote = 该格位现在是 { $tote }。
no-undo-place-blocked = { $place } 已锁定，不能放回。
no-undo-counted = { $place } 之后已盘点：账面以该次盘点为准。
way-back-reopen-parcel = 请先打开包裹。
way-back-unload = 请先卸下包裹，再打开。
way-back-return = 请按退货收货。
way-back-put-back = 请从周转箱移回库位。
event-undone = 记录 { $record } 已撤销
event-line-resumed = 已恢复该行
event-tote-freed = { $tote } 已移出格位
