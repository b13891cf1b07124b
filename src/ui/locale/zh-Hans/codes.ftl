### What is wrong with codes: these stand behind a colon.

fault-empty = 没有 GS1 数据
fault-unknown-ai = { $text } 不是应用标识符的开头
fault-brackets = 括号内不是应用标识符
fault-too-short = ({ $ai }) 太短
fault-too-long = ({ $ai }) 太长，或其后缺少分隔符
fault-length = ({ $ai }) 的长度不合其格式
fault-content = ({ $ai }) { $what }
fault-repeated = ({ $ai }) 出现多次且值不同
fault-excluded = ({ $ai }) 不能与 ({ $other }) 同时出现
fault-missing = ({ $ai }) 需要 { $wanted }
fault-serial-component = ({ $ai }) 与数字签名同用时须有序列号部分
fault-symbology = 没有已知的码制标识符
fault-primary = 主条码不是商品编号：{ $what }

## What a value is or has

fault-not-digits = 含有非数字字符
fault-charset = 含有 GS1 数据不允许的字符
fault-padding = Base 64 填充错误
fault-check-digit = 校验位错误
fault-check-pair = 校验字符对错误
fault-value-length = 长度错误
fault-company-prefix = 没有厂商识别代码
fault-month = 没有这个月份
fault-day = 没有这一天
fault-time = 没有这个时间
fault-range = 超出范围
fault-coupon = 不是格式正确的优惠券
fault-list-country-number = 不是已知的国家数字代码
fault-list-country-code = 不是已知的国家代码
fault-list-currency-number = 不是已知的货币代码
fault-list-package-type = 不是已知的包装类型
fault-list-sex-code = 不是已知的性别代码
fault-list-winding-direction = 不是已知的卷绕方向
fault-list-media-type = 不是已知的介质类型
fault-form-one-importer-index-character = 应为一个进口商索引字符
fault-form-0-or-1 = 应为 0 或 1
fault-form-hyphens = 应为连字符
fault-form-zero = 应为零
fault-form-other-than-zero = 不应为零
fault-form-without-leading-zeros = 不应有前导零
fault-form-more-than-digits = 不应只有数字
fault-form-percent-encoded = 应为百分号编码
fault-form-position-end = 应为 位置/终点
fault-gtin-length = 有 { $digits } 位数字，应为 8、12、13 或 14 位
fault-gtin-check-digit = 校验位应为 { $expected }
fault-not-upc-e = 不是 UPC-E 编号

## Links

fault-link-scheme = Digital Link 以 http:// 或 https:// 开头
fault-link-character = 网址含有不允许的字符
fault-link-domain = 网址没有有效的域名
fault-link-no-key = 网址路径中没有 GS1 键
fault-link-empty = 网址中 ({ $ai }) 没有值
fault-link-qualifiers = 路径中的限定符不属于 ({ $ai })，或顺序不对
fault-link-unknown = 查询中的 ({ $ai }) 不是应用标识符
fault-link-not-in-query = ({ $ai }) 不能出现在查询中
fault-link-in-path = ({ $ai }) 应在路径中
fault-link-twice = ({ $ai }) 出现两次
