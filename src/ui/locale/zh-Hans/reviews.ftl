### 等待组长审核的盘点。

review-title = 盘点审核
review-none = 没有待审核的盘点。有差异的盘点会出现在这里。
review-place = 库位
review-difference = 差异
review-value = 金额
review-who = 盘点人
review-since = 时间
review-second-person = 此金额不得由盘点人审核。
review-counted = 盘点数
review-book = 账面数
review-earlier = 上次盘点数
review-moved = 盘点期间有移动。
review-hints = 先查这里
review-rounds = 盘点人
review-agree = 以下相符
review-ask-cause = 差异原因？
help-reviews = 与账面不符的盘点。Enter 打开，可见相反差异可能的位置。接受即调账并选择原因；拒绝则由他人复盘。
