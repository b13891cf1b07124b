### 库位优化：占用、热度、更好的库位。

slot-title = 库位优化
slot-title-plan = 建议移位
slot-title-load = 地图：占用
slot-title-popularity = 地图：热度
slot-volume = 体%
slot-weight = 重%
slot-rank = 排名
slot-class = 类
slot-picks = 周拣次
slot-metres = 米
slot-from = 从
slot-to = 到
slot-why = 原因
slot-number = 第 { $rank } 名
slot-none = 没有存储库位。导入：pickface import places FILE。
slot-plan-none = 无需移位：最常拣的已在最近处。
slot-plan-ordered = 值得的移位都已下达：在“移库”中执行。
slot-title-compare = 移位前后
slot-before = 现在
slot-after = 移位后
slot-planned = 与常一起买的商品同路
slot-saves = 每天：现在 { $before } 米，移位后 { $after } 米，少走 { $saved } 米（{ $percent } %）
slot-found-moves = 移位：{ $count }
slot-learned = 依据 { $learned } 趟订单路线学习，用另外 { $judged } 趟评判
slot-learned-nothing = 尚无订单记录：按热度抽样路线
slot-searching = 搜索中：{ $percent } %
slot-search-none = 无可规划：需要一个包装台作为起点，且拣选位中有可移动的商品。
slot-ordered = 已下达 { $count }
help-slotting = 各库位的占用和商品的拣选热度。“计划”列出能少走路的移位，在其中“应用”即下达全部或空格标记的移位，工人在“移库”中执行，撤销可取消；“对比”在一晚的移位数内搜索让订单走得最短的库位，并显示移位前后的地图：9 为拣选最多处；“返回”以当前最好结果结束搜索，“计划”显示其移位；“着色”显示俯视地图，按占用或热度着色。地图上数字为占用的十分之几，# 为已满；A 为最常拣。方向键移动，Enter 显示库位详情。“通道”可封闭或重开光标处库位的通道。

## 通道

aisle-title = 通道
aisle-way = 通行
aisle-both-ways = 开放
aisle-one-way = 单行
aisle-closed = 已封闭
aisle-to-pick = 待拣行
aisle-places = 库位
aisle-count-closed = 封闭 { $count }
aisle-none = 没有通道：没有沿通道的存储库位。
aisle-by-map = 当前按平面图行走：请在图上封路。pickface plan layout --map FILE --keep
aisle-no-such-place = 这不是通道旁的库位。
aisle-choose = 库位都在同一处：请改为冻结库位。
aisle-is-closed = 已经封闭。
aisle-is-open = 是开放的。
help-aisles = 各通道，从一条横通道到下一条。扫一个库位即选中其通道。<aisle.close> 在首末货架之间封闭：地面有洒落、货架损坏、叉车作业时用；<aisle.open> 重开。所有拣货单的路线立即重新规划，进行中的从拣货员所在处开始；走不到的库位排到单尾。要让商品不再被分配，请在“库存”中冻结其库位。
