### 作业队列：截单与拣货单。

queues-title = 队列
queues-lists = 在做 { $taken }，待领 { $open }
queues-lists-narrow = { $taken } + { $open }
queues-nobody = 无人
queues-more = 还有 { $count } 个截单
queues-empty = 没有拣货单，请先下发订单。
queues-no-list = 请先选择拣货单。
queues-no-such-code = 没有与此编号相关的拣货单。
queues-col-list = 拣货单
queues-col-worker = 谁
queues-col-done = 进度
queues-col-since = 自
queues-col-left = 距截单
queues-col-orders = 订单
queues-assign-title = 交接
help-queues = 每个截单与承运商一条：待处理、已下发、拣货中、已拣、已打包、已装车各多少。下面是拣货单：谁在做、进度、自何时；然后是待领的。<queue.assign> 交给某人，<queue.release> 收回让大家可领，<app.why> 列出其订单。扫订单、周转箱或工牌可跳到其拣货单。
