### 员工：列表、资料、PIN、首次启动。

workers-title = 员工
workers-on-floor = 登录 { $count }
workers-inactive = 已停用
workers-locked = 锁定至 { $until }
workers-no-pin = 无 PIN
workers-col-number = 工号
workers-col-name = 姓名
workers-col-roles = 角色
workers-col-where = 登录
workers-col-task = 拣货单
workers-deactivate-sure = 停用 { $worker }？将被退出，其拣货单退回给他人。
workers-reactivate-sure = 让 { $worker } 恢复上岗？
workers-add-title = 新员工
workers-ask-number = 请输入工号
workers-ask-name = 请输入姓名
workers-ask-badge = 扫工牌，无则回车
workers-ask-roles = 输入角色数字，回车保留*
workers-ask-language = 输入1或2，回车保留*
workers-no-roles = 请输入角色数字，如 13。
workers-needed = 此项必填。
choose-a-number = 请输入行号。

pin-title = 新 PIN
pin-about = 4到12位数字
pin-ask = 输入新 PIN
pin-ask-again = 再输一次 PIN
pin-form = PIN 为4到12位数字。
pin-differs = 两次不同，请重新输入。

first-title = 首次启动
first-about = 您将是首位管理员
first-ask-kind = 从哪里开始？
first-kind-empty = 空仓库
first-kind-demo = 演示，先试用
first-ask-building = 请输入仓库名称
first-ask-zone = 输入时区，如 Asia/Shanghai
first-ask-name = 请输入您的姓名
first-ask-number = 请输入登录用工号
first-no-zone = 没有此时区，如 Asia/Shanghai。

help-workers = 谁在这里工作、能做什么、在何处登录、手上的拣货单。<worker.add> 添加，回车修改，<worker.pin> 设 PIN，<worker.role> 改角色，<worker.badge> 打印工牌。<worker.disable> 停用或恢复，<worker.sign-out> 让其退出。<worker.devices> 查看共用设备及其密钥。
help-workers-form = 逐项填写，<app.back> 返回上一项。工号代表本人，不能改。班组长不能设管理员。
help-pin = PIN 输入两次，不显示给任何人。设置后解除锁定。
help-first-start = 这是新的数据目录。选择语言，再选试用演示（真实订单，另用目录）或从空仓库开始；填写仓库名称和时区，再填写您本人：您将成为首位管理员，可添加其他人。
