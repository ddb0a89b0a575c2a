# The words on screen, zh-CN. Plain nouns of the notice; no 同步冲突, no 缓存. Sections by room: add yours at its end.
# Checked by app/ui/tests/words.rs: every literal key in the code exists here.

## ui: components
back = 返回
undo = 撤销
close = 关闭
field-optional = 选填
counter = 已写 { $count }/{ $limit } 字
counter-over = 已写 { $count }/{ $limit } 字，多了 { $over } 字
tabs-label = 主要页面
tab-home = 首页
tab-records = 记录
tab-new = 记一笔
tab-team = 团队
tab-me = 我的
errors-title = 还差 { $count } 项才能完成
errors-kept = 已经写的都自动保存了，可以先退出。
tick-draft = 草稿
tick-saved = 已存本机
tick-saved-waiting = 已存本机，等待联网
tick-sent = 已到服务器
tick-reviewed = 已审阅
tick-returned = 退回
tick-set-aside = 没能上传，已单独放好
sync-offline = 离线
sync-offline-count = 离线 · { $count } 条待上传
sync-running = 正在同步
sync-waiting = { $count } 条待上传
sync-done = 都已到服务器
sync-last = 上次同步：{ $at }
sync-note-waiting = 联网后自动上传，不会丢
sync-note-offline = 没有网也能记
two-title = “{ $field }”两个人写得不一样
two-use = 用这个
two-both = 两个都留
two-edit = 改一改
dialog-no = 先不
weekday-mon = 星期一
weekday-tue = 星期二
weekday-wed = 星期三
weekday-thu = 星期四
weekday-fri = 星期五
weekday-sat = 星期六
weekday-sun = 星期日
day-today = 今天
day-yesterday = 昨天
day-tomorrow = 明天
days-ago = { $days } 天前

## ui: pictures
figures-open = 查看数据
petal-reached = 达标
petal-near = 接近达标
petal-partly = 进行中
petal-missing = 缺
petal-unmeasured = 还不统计
compass-label = { $all } 项指标，{ $reached } 项达标
compass-of = /{ $all }
compass-word = 项达标
rhythm-label = { $name }，近 { $weeks } 周共 { $total } 次
rhythm-now = 本周
sunflower-label = 首席教师 { $chief }，{ $backbones } 位骨干教师，已联系 { $reached } / { $all } 位乡村教师
role-chief-short = 首席
reach-deep = 结对
reach-often = 3 次以上
reach-once = 1–2 次
reach-none = 还没联系

## ui: phone
app-name = 工作室记录本
app-promise = 没有网也能记，一条记录多处用，一个字都不丢
form-saved-at = { $at } 已自动保存
text-size = 字号
text-size-standard = 标准
text-size-large = 大
text-size-huge = 特大
