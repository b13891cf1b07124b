### 查询：一个条码代表什么。

find-title = 查询
find-ask = 扫码或输入编号
find-ask-choice = 输入序号
find-about = 商品、库位、料箱、订单、包裹、工牌：扫一下。
find-about-name = 也可输入名称的一部分。
find-nothing = 这里没有 { $code }。
find-nothing-why = 已离开的也没有这个；可输入名称的一部分。
find-teach = 印在货品上？按回车指明是哪个。
find-several = { $code } 可能是：
find-gone = 已不在账上。
find-order-of = 订单 { $order } { $owner }
help-find = 显示所扫或所输内容的全部信息。手上的工作不变，按 <app.back> 返回。输入名称的一部分可找商品；有多个结果时按序号选择。

find-kind-item = 商品
find-kind-place = 库位
find-kind-lpn = 料箱
find-kind-order = 订单
find-kind-parcel = 包裹
find-kind-worker = 员工
find-kind-carton = 纸箱
find-kind-carrier = 承运商
find-kind-load = 装车单
find-kind-receipt = 收货单
find-kind-task = 拣货单
find-said-lot = 码上批号
find-said-expiry = 到期
find-said-count = 码上数量
find-said-serial = 码上序列号

## Goods

find-code-holds = 此码代表
find-retired = 已停购
find-in-building = 在库
find-promised-sum = 已占用
find-blind = 盘点中
find-lot = 批号 { $lot }
find-expiry = 到期 { $day }
find-promised = 占用 { $qty }
find-promised-to = 占用订单
find-details = 详情
find-picks-a-week = 每周拣次
find-units-a-week = 每周件数
find-size = 尺寸
find-weight = 重量
find-tare = 空重
find-bears = 承重
find-lots-kept = 按批号管理
find-empty = 空的。

## Places and totes

find-place-pick-face = 拣货位
find-place-reserve = 储备位
find-place-dock = 月台
find-place-bench = 包装台
find-place-staging = 暂存道
find-place-quarantine = 待检区
find-place-returns = 退货区
find-zone = { $zone } 区
find-level = 第 { $level } 层
find-blocked = 已锁定
find-load-volume = 体积占用
find-load-weight = 重量占用
find-last-counted = 上次盘点
find-never = 从未
find-count-review = 盘点待审核
find-count-by = { $worker } 正在盘点
find-count-open = 等待盘点
find-totes-here = 此处料箱
find-lpn-tote = 料箱
find-lpn-cart = 拣货车
find-lpn-pallet = 托盘
find-lpn-carton = 纸箱
find-stands-at = 在 { $place }
find-carried-by = 在 { $worker } 手中
find-nowhere = 未扫到任何位置。
find-for-order = 订单 { $order }

## Orders, lists, parcels, loads, receipts

find-owner = 货主
find-channel = 渠道
find-country = 国家
find-priority = 优先级
find-placed = 下单
find-may-split = 可分批发货
find-line-promised = 占用 { $qty }
find-line-picked = 已拣 { $qty }
find-line-packed = 已包 { $qty }
find-line-shipped = 已发 { $qty }
find-line-open = 未分配 { $qty }
find-missing = 缺 { $item } { $qty }
find-under-way = 进行中
find-nobody-has = 无人领取
find-parcel-open = 正在包装
find-parcel-waits = 待装车
find-parcel-number = 第 { $n } 个包裹
find-sealed = 封箱
find-label-copy = 面单版次
find-in-load = 在装车单 { $load }
find-content = 内容
find-cutoff = 截单
find-to-pick = 待拣
find-load-open = 装车中
find-load-closing = 离场中
find-parcels = 包裹
find-expected = 预计到货
find-of = { $part } / { $all }

## People

find-number = 工号
find-inactive = 已离职
find-signed-in = 登录于
find-not-here = 未登录
find-in-hand = 手上工作
find-nothing-in-hand = 无
find-next-place = 下一库位 { $place }
find-counts = 盘点 { $place }
find-packs = 包装订单 { $order }
find-receives = 收货 { $receipt }
find-puts-away = 上架，来自 { $from }
find-moves = 移动，来自 { $from }
find-role-picker = 拣货员
find-role-packer = 包装员
find-role-receiver = 收货员
find-role-counter = 盘点员
find-role-lead = 组长
find-role-admin = 管理员
find-life = 经过
find-left = { $at } 已离开
find-looking-back = 正在查是否已离开……
