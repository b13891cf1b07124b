### 现场登记的条码。

choice-title = 这是什么？
choice-readings = 标签的分隔符丢失。上面印的批号和日期是哪个？
choice-items = 多个货品用这个条码。是哪一个？
choice-no-lot = 无批号
help-choice = 按数字或扫命令条码回答，也可用光标和 <app.confirm>；<app.back> 放弃这次扫描。回答前其他扫描等待。标签的读法提交组长，批准后该供应商的标签都这样读，不再询问。
which-item-title = 未知条码
which-item = 是哪个货品？扫它已登记的码，或输入编码、名称。
which-item-listed = 输入序号，或更多名称。
which-item-unknown = 这个也未登记。请扫该货品已登记的码。
which-item-none = 没有这样的货品。
which-item-again = 已记录。请扫商品本身并输入数量。
which-item-contents = 里面几件？回车：{ $usual }
help-which-item = 这个条码还没有登记。请指明印在哪个货品上：扫它已登记的码（货架上或旁边的），或输入编码、部分名称。工作立即继续；组长在库存界面批准后，所有人都能扫。<app.back> 放弃。
lesson-alias = { $code } 是 { $item }，每扫 { $qty }
lesson-reading = { $supplier } 的无分隔符标签读作 { $example }
event-lesson-proposed = 已提议：{ $what }
event-lesson-learned = 已登记：{ $what }
event-lesson-rejected = 已否决：{ $what }
no-alias-proposal = 已有人处理过了。
no-alias-code = 条码不能为空，最多 48 个字符。
no-alias-known = { $code } 已有所指。
no-alias-item = 没有这个货品。
no-alias-too-many = 待批准的提议太多，请组长先处理。
stock-new-code = 新条码
