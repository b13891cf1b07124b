### 日志：谁在何时做了什么。

journal-title = 日志
journal-ask = 扫码筛选
journal-when = 时间
journal-who = 人员
journal-how = 方式
journal-what = 内容
journal-scanned = 扫码
journal-typed = 键入
journal-command-line = 命令行
journal-job = 后台
journal-program = 系统
journal-nobody = 无人
journal-number = 记录号
journal-device = 设备
journal-looking = 正在查阅……
journal-empty = 没有相关记录。
journal-unknown = 这里没有 { $code }。
help-journal = 全部操作记录，最新在前。扫商品、库位、料箱、订单、包裹或工牌只看相关记录，按 <app.back> 恢复全部。按 <app.confirm> 打开一条记录；移到最后一行继续往前查。
