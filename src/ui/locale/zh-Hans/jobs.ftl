### 批量任务。

no-job-unknown = 任务 { $job } 已结束。
no-job-too-large = { $count } 个订单太多，最多 { $most }。
no-job-nothing = 没有可做的。
no-job-too-many = 已有 { $count } 个任务，请等一个结束。
no-job-under-way = 任务 { $job } 正在做这件事。
no-job-by-hand = 此任务随装车或订单进行，不能单独开始或停止。
job-release = 释放
job-housekeeping = 清理
job-ship = 发车
job-void = 作废装车
job-call-off = 收回已取消订单的预留
job-take-off = 暂停订单移出拣货单
event-job-started = 任务 { $job } 开始：{ $work }，{ $total }
event-job-done = 任务 { $job } 完成：{ $done }
event-job-cancelled = 任务 { $job } 在 { $done } 停止：{ $reason }
event-job-failed = 任务 { $job } 在 { $done } 失败：{ $reason }
