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
slot-ordered = 已下达 { $count }
help-slotting = 各库位的占用和商品的拣选热度。“计划”列出能少走路的移位，在其中“应用”即下达全部或空格标记的移位，工人在“移库”中执行，撤销可取消；“着色”显示俯视地图，按占用或热度着色。地图上数字为占用的十分之几，# 为已满；A 为最常拣。方向键移动，Enter 显示库位详情。
