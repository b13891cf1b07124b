### 订单：列表、下发计划、单个订单。

orders-title = 订单
orders-waiting = 待处理 { $count }
orders-releasing = 下发 { $done }/{ $total }
orders-by-stage = 按状态
orders-by-cutoff = 按截单
orders-by-number = 按单号
orders-empty = 没有未完成的订单。可导入：pickface import orders FILE
orders-gone = 已关闭
orders-none-wait = 这些订单都不在等待下发。
orders-no-such-code = 没有此编号的订单、周转箱或包裹。
orders-choose-first = 请先选择下发方式，或按 Esc 返回。
orders-col-order = 订单
orders-col-stage = 状态
orders-col-left = 距截单
orders-col-carrier = 承运商
orders-col-lines = 行数
orders-col-units = 件数
orders-col-channel = 渠道
orders-col-owner = 货主

orders-preview-title = 下发
orders-preview-orders = { $count } 个订单
orders-preview-lines = { $count } 行待拣
orders-preview-units = { $count } 件
orders-preview-short = { $count } 个会缺货
orders-preview-first = 本次先做 { $count } 个
orders-preview-estimate = 路程按规划路线计算，往返打包台。
orders-reckoning = 计算 { $done }/{ $total }
orders-as-carts = 合单：{ $lists }
orders-one-by-one = 单拣：{ $lists }
orders-metres = { $metres }米

orders-releasing-title = 下发
orders-releasing-about = 正在生成拣货单。按 Esc 离开此页，工作继续。
orders-releasing-wait = 请等待下发完成，或按 Esc 离开。
orders-stop-sure = 停止下发？已生成的拣货单保留。
orders-stopped-by = 班组长停止
orders-released = 已下发 { $released } 个订单
orders-released-short = 已下发 { $released } 个订单，缺货 { $short } 个
orders-released-part = 已下发 { $released } 个订单，缺货 { $short } 个，仍待 { $waiting } 个

orders-cancel-sure = 取消订单 { $order }？已拣的货放回库位。
orders-short-of = { $item }：缺 { $qty }
orders-detail-carrier = 承运商：{ $text }
orders-detail-cutoff = 截单：{ $text }
orders-detail-promise = 承诺：{ $text }
orders-detail-priority = 优先级：{ $text }
orders-detail-channel = 渠道：{ $text }
orders-detail-owner = 货主：{ $text }
orders-detail-placed = 下单：{ $text }
orders-detail-since = { $stage }，自 { $since }
orders-detail-tote = { $tote } 在 { $place }
orders-tote-carried = 拣货车
orders-line-ordered = 订 { $qty }
orders-line-reserved = 留 { $qty }
orders-line-picked = 拣 { $qty }
orders-line-packed = 包 { $qty }
orders-line-shipped = 发 { $qty }

confirm-title = 确定？
confirm-no = 否，返回
confirm-yes = 是，执行
confirm-first = 请先回答：1 否，2 是。

help-orders = 未完成的订单。用空格键标记；不标记则指全部待处理订单。F1 预览下发结果，F2 生成拣货单。回车打开订单，/ 按任意词（包括商品）查找，扫单号、周转箱或包裹可跳到其订单。
help-orders-preview = 预览下发结果。合单：一趟拣多个订单；单拣：一趟一个订单。米数是沿通道往返打包台的估算。选择一种即生成拣货单。
help-orders-releasing = 正在分批生成拣货单，期间扫描照常。Esc 离开此页，工作继续；F9 4 停止，已生成的保留。
help-orders-detail = 单个订单：进度，每行的预留、已拣、已包、已发，缺货由谁占用，以及周转箱和包裹的位置。
help-confirm = 此操作不能撤回，所以再问一次。
