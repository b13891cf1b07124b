### 通过 SSH 进入。

no-access-unknown = 没有此员工或设备。
no-access-no-key = 这不是公钥。格式如：ssh-ed25519 AAAA... 名称
no-access-too-long = 公钥备注过长（最多80字）。
no-access-too-many-keys = 最多 { $most } 个公钥，请先删除一个。
no-access-key-taken = 此公钥已属于 { $by }：公钥代表本人。
no-access-unknown-key = 没有这个公钥。
no-access-bad-hash = 密码数据无效，请重新设置。
no-access-no-sessions = 至少要允许一个会话。
event-key-added = { $worker }：已添加 SSH 公钥 { $comment }
event-key-removed = { $worker }：已删除 SSH 公钥
event-password-set = { $worker }：密码已更改
event-logged-in = { $worker } 从 { $source } 进入
event-log-in-failed = { $worker }：从 { $source } 进入被拒
event-device-key-added = 设备 { $device }：已添加 SSH 公钥 { $comment }
event-device-key-removed = 设备 { $device }：已删除 SSH 公钥
event-device-password-set = 设备 { $device }：密码已更改
event-device-logged-in = 设备 { $device } 从 { $source } 进入
event-device-log-in-failed = 设备 { $device }：从 { $source } 进入被拒
event-log-in-unknown = 陌生人从 { $source } 进入被拒
event-access-rules = 闲置 { $idle } 分钟退出；会话数：每人 { $each }，共 { $all }
event-right-denied = { $worker } 的角色不允许此操作（{ $workflow }）
left-idle = 已退出：{ $minutes } 分钟没有扫描。工作已保留。
left-signed-out = 你已被退出登录，工作已保留。
