### 打印。

print-title = 打印队列
print-none = 没有待打印的内容。
print-col-state = 状态
print-col-code = 编号
print-col-kind = 内容
print-col-age = 时长
print-col-printer = 打印机
print-col-by = 操作人
print-col-note = 原因
print-no-printer = 无
print-not-there = 此编号没有待打印内容。
print-choose = 请先选一行。
print-not-unknown = 还在等待,暂不用查看。
print-being-sent = 正在打印,请稍候。
print-ask-printer = 输入序号、打包台或地址
print-which-printer = 用哪台打印机?
print-no-such-printer = “{ $printer }”不是打印机:请输入序号、库位、file:目录 或 tcp:主机:端口。
print-why = { $what } { $code }:{ $note }
print-why-unknown = 程序或打印机中途停止。请看打印机:已打出按 <print.done>,重打按 <print.again>(旧标签作废)。
help-printing = 等待打印的内容。失败:检查打印机后按 <print.again>,或按 <print.other> 换打印机。是否已打印:看打印机,已打出按 <print.done>,重打按 <print.again>。扫包裹标签可找到该行。按 <app.confirm> 打开打印机设置：各库位的打印机、纸张和字体。

print-pending = 待打印
print-sending = 打印中
print-sent = 已打印
print-unknown = 打了吗?
print-failed = 失败
print-voided = 作废
print-parcel-label = 包裹标签
print-packing-slip = 装箱单
print-place-label = 库位标签
print-item-label = 商品标签
print-tote-label = 周转箱标签
print-badge = 工牌
print-command-sheet = 命令条码
print-calibration-sheet = 校准页
sheet-title = 命令条码
sheet-which-role = 打印哪个岗位？
sheet-everywhere = 任何地方
sheet-digits = 数字
sheet-about = 移动
sheet-screens = 界面
help-sheet = 一个岗位全部操作的条码表：通用命令、数字、移动，然后是各界面。有了它，只用扫描枪就能完成全部工作。从此设备所在位置的打印机打出。

event-print-sending = 正在打印:{ $code }
event-print-sent = 已打印:{ $code }
event-print-unknown = 是否已打印?{ $code }
event-print-failed = 打印失败:{ $code }({ $note })
event-print-voided = 打印作废:{ $code }
event-label-reprinted = 标签 { $sscc }:第 { $copy } 份,旧标签作废
event-printer-set = { $place } 的打印机:{ $printer }

no-print-unknown = 已打印或已作废。
no-print-state = 当前状态:{ $state }。
no-print-no-label = 包裹未封箱,没有标签。
stop-print-called-off = 订单 { $order } 已取消,不打标签。
no-print-too-many = { $count } 张标签;每次 1 至 400 张。
no-print-nothing = 没有可打标签的对象。

## Printers

print-enter-printers = Enter：打印机
printers-title = 打印机
printers-about = 各库位的打印机
printers-ask = 扫库位，或输入序号
printers-no-place = 没有这个库位。请扫打包台、月台或集货道。
printers-ask-address = 位置：tcp:主机、file:目录、名称
printers-ask-paper = 纸张毫米，如 100x150
printers-ask-dpi = 分辨率：203 或 300
printers-ask-font = 中文字体
printers-ask-words = 用语：en 或 zh-Hans
printers-about-address = 留空则取消打印机。
printers-about-paper = 留空：各标签的常用纸。
printers-about-dpi = 见打印机铭牌，每英寸点数。
printers-about-font = 打印机内字体写 E:SIMSUN.TTF；本机 .ttf 或 .otf 文件以图形发送。留空：无法打印中文姓名。
printers-about-words = 标签上固定文字的语言。
help-printers = 各打包台、月台和集货道的打印机。扫库位，再依次说明打印机位置、纸张、每英寸点数、中文字体和固定文字的语言；回车采用所显示的内容。tcp:主机 经网络打印（端口 9100），file:目录 和名称写成文件。没有字体时中文姓名会被拒绝，绝不漏印。
