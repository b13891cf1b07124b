### 按库位和商品查看库存：更正，以及等待第二人确认的事项。

stock-title = 库存
stock-ask = 扫库位或商品
stock-ask-quantity = { $deed } { $item } 多少？Enter：{ $qty }
stock-ask-counted = { $item } 实有多少？账面 { $qty }
stock-ask-note = 输入原因，按 Enter
stock-empty = 空的。
stock-none-waits = 请扫库位、料箱或商品。没有等待第二人确认的更正。
stock-choose-line = 请先扫库位或商品，再选一行。
stock-unchanged = 没有变化。
stock-approve = 同意
stock-reject = 不同意
stock-qty = 数量
stock-promised = 已占用
stock-status = 状态
stock-lot = 批号
stock-expiry = 到期
stock-name = 名称
stock-deed = 操作
stock-by = 申请人
stock-reason = 原因
stock-since = 时间
help-stock = 所扫库位、料箱或商品的库存。选一行按 Enter：更正、冻结、解冻或报废（须选原因），锁定库位或安排盘点。金额大的更正须第二人确认；未扫码时这里列出待确认事项。
